/** The closed set of error codes that leave a Longtable process, with the HTTP status each is answered with. */
export const statusOfErrorCode = {
    'bad-request': 400,
    'invalid-repository': 400,
    'repository-address-forbidden': 400,
    'not-signed-in': 401,
    'sign-in-failed': 401,
    forbidden: 403,
    'cross-origin': 403,
    'not-found': 404,
    conflict: 409,
    'not-running': 409,
    'link-ended': 410,
    'payload-too-large': 413,
    'misdirected-request': 421,
    'not-shareable': 422,
    'too-many-requests': 429,
    internal: 500,
    'store-corrupt': 500,
    'snapshot-damaged': 500,
    'workspace-unreachable': 502,
    unavailable: 503,
    'runtime-unavailable': 503,
    'disk-full': 507,
    'quota-exceeded': 507,
    'clone-failed': 502,
    'ide-failed': 502,
    'configuration-invalid': 500,
    'address-in-use': 500
} as const satisfies Record<string, number>;

export type ErrorCode = keyof typeof statusOfErrorCode;

/**
 * The one error of Longtable. `code` is stable and for programs; `message` is for people and says what happened, what
 * was kept and what to do. Thrown inside, mapped once at each edge.
 */
export class LongtableError extends Error {
    override readonly name = 'LongtableError';

    constructor(
        readonly code: ErrorCode,
        message: string,
        options?: { cause?: unknown }
    ) {
        super(message, options);
    }

    /** HTTP status that this error is answered with. */
    get status(): number {
        return statusOfErrorCode[this.code];
    }
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
    return error instanceof Error ? error.message : String(error);
}
