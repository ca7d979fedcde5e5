import type { Person } from '@longtable/common';

/**
 * The person that the services of one person belong to, as they were when they last connected: names and addresses
 * change while a workspace runs.
 */
export class CurrentPerson {
    constructor(public value: Person) {}
}
