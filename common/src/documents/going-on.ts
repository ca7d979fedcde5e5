import * as Y from 'yjs';
import { IdRanges, rangesOf } from './id-ranges.js';
import type { PendingUpdates } from './pending-updates.js';
import type { SharedText } from './shared-text.js';

export type GoingOn =
    /** The replica holds edits of others that the agent has lost, or lacks some. */
    | { readonly kind: 'differs' }
    /** Nothing but the replica's own edits is between it and the agent. */
    | { readonly kind: 'fits'; readonly lacking: Uint8Array | undefined };

/**
 * Compares a replica that comes back to its epoch with the agent: takes what it lacks itself, and tells what of its
 * own edits the agent lacks. `tail` holds everything that was ever deleted.
 */
export function goOn(
    content: SharedText,
    pending: PendingUpdates,
    isOwn: (clientId: number) => boolean,
    answer: { readonly tail: readonly Uint8Array[]; readonly stateVector: Uint8Array }
): GoingOn {
    const complete = answer.tail.map(update => content.apply(update)).every(applied => applied);
    const { inserted, deleted } = pending.ranges();
    const deletedThere = answer.tail.map(update => rangesOf(update).deleted);
    const there = Y.decodeStateVector(answer.stateVector);
    const ahead = [...Y.decodeStateVector(content.stateVector)]
        .filter(([client, clock]) => clock > (there.get(client) ?? 0))
        .map(([client]) => client);
    const deletedHere = IdRanges.ofDeleted(Y.createDeleteSetFromStructStore(content.doc.store));
    if (!complete || !ahead.every(isOwn) || !deletedHere.isWithin(...deletedThere, deleted)) {
        return { kind: 'differs' };
    }
    if (ahead.some(client => !inserted.has(client, there.get(client) ?? 0))) {
        // Acknowledged and lost all the same, as when a machine loses power.
        return { kind: 'fits', lacking: Y.encodeStateAsUpdate(content.doc, answer.stateVector) };
    }
    const isKnown = ahead.length === 0 && deleted.isWithin(...deletedThere);
    return { kind: 'fits', lacking: isKnown ? undefined : Y.diffUpdate(pending.merged(), answer.stateVector) };
}
