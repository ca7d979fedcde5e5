import type { Person } from '@longtable/common';

/**
 * The person at the other end of a connection. Bound in the container of each connection, so that whatever a
 * `ConnectionContainerModule` binds can have it injected.
 */
export const ConnectionIdentity = Symbol('ConnectionIdentity');
export type ConnectionIdentity = Readonly<Person>;
