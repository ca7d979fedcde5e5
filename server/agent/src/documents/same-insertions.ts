import { diffTexts, lackingIn, type TextEdit } from '@longtable/common/documents';
import * as Y from 'yjs';
import { CONTENT, contentOf } from './history.js';

/**
 * Edits of the text of `base` without what `doc`, which has grown from it, has inserted at the same places. A comparison
 * of texts also calls inserted what has only been left over there of the base; where that is about to be deleted by the
 * edits, it is not the same.
 */
export function withoutSame(edits: readonly TextEdit[], base: Y.Doc, doc: Y.Doc): TextEdit[] {
    const there = insertionsOf(diffTexts(contentOf(base), contentOf(doc)));
    let survives: ((at: number) => boolean) | undefined;
    return edits.map(edit => {
        const same = there.get(edit.offset);
        if (same === undefined || lackingIn(same.text, edit.insert) === edit.insert) {
            return edit;
        }
        survives ??= survivorsOf(edits, base, doc);
        let insert = '';
        for (let at = 0; at < edit.insert.length; at++) {
            if (at >= same.text.length || !survives(same.at + at)) {
                insert += edit.insert.charAt(at);
            }
        }
        return { ...edit, insert };
    });
}

/** What was inserted, and where that is now, by where it was inserted. */
function insertionsOf(edits: readonly TextEdit[]): ReadonlyMap<number, { readonly at: number; readonly text: string }> {
    const insertions = new Map<number, { at: number; text: string }>();
    let moved = 0;
    for (const { offset, delete: length, insert } of edits.toReversed()) {
        insertions.set(offset, { at: offset + moved, text: insert });
        moved += insert.length - length;
    }
    return insertions;
}

/** Tells of what is in the text of a document whether it will be there after edits of the text that it has grown from. */
function survivorsOf(edits: readonly TextEdit[], base: Y.Doc, doc: Y.Doc): (at: number) => boolean {
    const deleted = new Set<number>();
    for (const { offset, delete: length } of edits) {
        for (let at = offset; at < offset + length; at++) {
            deleted.add(at);
        }
    }
    const origins = originsOf(doc, base);
    return at => !deleted.has(origins[at] ?? -1);
}

/** Where each UTF-16 unit of a text was in the text that it has grown from; -1 for what has come since. */
function originsOf(doc: Y.Doc, base: Y.Doc): Int32Array {
    const origins = new Int32Array(doc.getText(CONTENT).length);
    // What a document has grown from keeps its order in it.
    const before = unitsOf(base);
    let [at, offset] = [0, 0];
    for (const { client, clock, visible } of unitsOf(doc)) {
        const isNew = clock >= Y.getState(base.store, client);
        const wasVisible = !isNew && before.next().value?.visible === true;
        if (visible) {
            origins[at++] = isNew ? -1 : offset;
        }
        offset += wasVisible ? 1 : 0;
    }
    return origins;
}

function* unitsOf(doc: Y.Doc): Generator<{ client: number; clock: number; visible: boolean }, undefined> {
    for (let item = doc.getText(CONTENT)._start; item !== null; item = item.right) {
        for (let index = 0; index < item.length; index++) {
            yield { client: item.id.client, clock: item.id.clock + index, visible: !item.deleted };
        }
    }
}
