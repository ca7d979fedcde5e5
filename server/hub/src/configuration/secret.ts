import { inspect } from 'node:util';

const MASK = '********';

/** A configured secret. It shows as a mask wherever it is printed, logged or made JSON of; only {@link reveal} tells it. */
export class Secret {
    readonly #value: string;

    constructor(value: string) {
        this.#value = value;
    }

    reveal(): string {
        return this.#value;
    }

    toJSON(): string {
        return MASK;
    }

    toString(): string {
        return MASK;
    }

    [inspect.custom](): string {
        return MASK;
    }
}
