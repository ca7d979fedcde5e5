/** What the agent did not do, or what could not be asked of it, with a sentence for people. */
export class DocumentRefusal extends Error {
    override readonly name = 'DocumentRefusal';

    constructor(
        /** `not-found`, `not-shareable`, `unavailable` (there is no connection), or another code of the agent. */
        readonly code: string,
        message: string
    ) {
        super(message);
    }
}

/** Codes that asking again does not change. */
const FINAL_CODES = new Set(['not-found', 'not-shareable', 'forbidden', 'bad-request']);

export function isFinal(refusal: DocumentRefusal): boolean {
    return FINAL_CODES.has(refusal.code);
}
