import * as Y from 'yjs';
import type { CaretReport } from './metadata.js';

/** A selection by the number of UTF-16 units before its ends; the caret is at the head. */
export interface TextSelection {
    readonly anchor: number;
    readonly head: number;
}

/** Describes selections so that they stay at their text whatever others do; what is typed at their edges is outside. */
export function describeSelections(text: Y.Text, selections: readonly TextSelection[]): CaretReport['selections'] {
    const place = (index: number, isEnd: boolean): unknown =>
        Y.relativePositionToJSON(
            Y.createRelativePositionFromTypeIndex(text, Math.min(Math.max(0, index), text.length), isEnd ? -1 : 0)
        );
    return selections.map(({ anchor, head }) => ({
        anchor: place(anchor, anchor > head),
        head: place(head, head > anchor)
    }));
}

/** Where a selection of somebody else is now; undefined while its text is not here yet, or if it is none. */
export function findSelection(text: Y.Text, selection: CaretReport['selections'][number]): TextSelection | undefined {
    const anchor = find(text, selection.anchor);
    const head = find(text, selection.head);
    return anchor === undefined || head === undefined ? undefined : { anchor, head };
}

/** A position comes from another's page and can be anything. Nothing else than the text is looked up for it. */
function find(text: Y.Text, position: unknown): number | undefined {
    const { doc } = text;
    if (doc === null || typeof position !== 'object' || position === null) {
        return undefined;
    }
    const { item, tname, assoc } = position as Record<string, unknown>;
    const isInText = isId(item);
    if (!isInText && (item !== undefined || tname !== Y.findRootTypeKey(text))) {
        return undefined;
    }
    const relative = new Y.RelativePosition(
        null,
        isInText ? null : (tname as string),
        isInText ? Y.createID(item.client, item.clock) : null,
        assoc === -1 ? -1 : 0
    );
    const absolute = Y.createAbsolutePositionFromRelativePosition(relative, doc);
    return absolute?.type === text ? absolute.index : undefined;
}

function isId(value: unknown): value is { client: number; clock: number } {
    if (typeof value !== 'object' || value === null) {
        return false;
    }
    const { client, clock } = value as Record<string, unknown>;
    return Number.isSafeInteger(client) && Number.isSafeInteger(clock) && (clock as number) >= 0;
}
