import type { TextPair } from './text-pieces.js';

/** Text that was typed and not acknowledged, as JSON that can be kept over a reload of the page. */
export interface UnacknowledgedText extends TextPair {
    readonly path: string;
    readonly epoch: string;
    /** The edits as a Yjs update of format 1, in base64. */
    readonly updates: string;
}
