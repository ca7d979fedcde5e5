import * as Y from 'yjs';
import { lackingIn, mergeEdits, mergeTexts } from './merge-texts.js';
import type { TextEdit } from './text-diff.js';
import { editsOf } from './text-pieces.js';
import type { UnacknowledgedText } from './unacknowledged-text.js';

/**
 * What has to be done to a text of another history so that it holds what was typed and not acknowledged. `arrived` is the
 * state vector of what the agent had got of it, if that is known.
 */
export function editsOnto(text: string, kept: UnacknowledgedText, arrived: Uint8Array | undefined): TextEdit[] {
    const { deleted } = kept;
    if (deleted === undefined) {
        return mergeTexts(kept.base, kept.mine, text);
    }
    if (arrived === undefined) {
        return mergeEdits(kept.base, editsOf({ ...kept, deleted }, () => 0).edits, text, lackingIn);
    }
    const clocks = Y.decodeStateVector(arrived);
    const { base, edits } = editsOf({ ...kept, deleted }, client => clocks.get(client) ?? 0);
    return mergeEdits(base, edits, text, (_, mine) => mine);
}
