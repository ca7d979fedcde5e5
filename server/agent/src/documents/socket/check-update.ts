import { canIntegrate, CONTENT } from '@longtable/common/documents';
import type { UserId } from '@longtable/common';
import * as Y from 'yjs';
import type { LiveDocument } from '../live-document.js';
import { typedTextOf, type Id } from './typed-text.js';
import { Violation } from './violation.js';

/** Longest text of a document, in UTF-16 units (DOC-43). */
const LARGEST_TEXT = 20 * 1024 * 1024;

type Decoded = ReturnType<typeof Y.decodeUpdate>;
type Struct = Decoded['structs'][number];

/** Throws a {@link Violation} unless an update is one that its sender may make (DOC-41, DOC-42, DOC-43). */
export function checkUpdate(update: Uint8Array, document: LiveDocument, userId: UserId): void {
    const typed = typedTextOf(update);
    if (typed === undefined) {
        checkAny(update, document, userId);
        return;
    }
    const { id, length, origin, rightOrigin } = typed;
    const { store } = document.doc;
    const has = (neighbour: Id | null) => neighbour === null || neighbour.clock < Y.getState(store, neighbour.client);
    mustOwn(document, id.client, userId);
    mustFit(document, length);
    mustBuildOnKnown(id.clock <= Y.getState(store, id.client) && has(origin) && has(rightOrigin));
}

function checkAny(update: Uint8Array, document: LiveDocument, userId: UserId): void {
    const decoded = decode(update);
    const { store } = document.doc;
    const clocks = new Map<number, number>();
    const known = (client: number) => {
        let clock = clocks.get(client);
        if (clock === undefined) {
            clock = Y.getState(store, client);
            clocks.set(client, clock);
        }
        return clock;
    };
    let inserted = 0;
    for (const struct of decoded.structs) {
        if (struct instanceof Y.Skip) {
            continue;
        }
        mustOwn(document, struct.id.client, userId);
        inserted += checkedLength(struct);
    }
    mustFit(document, inserted);
    mustBuildOnKnown(canIntegrate(decoded, known));
}

function mustOwn(document: LiveDocument, client: number, userId: UserId): void {
    if (document.ownerOf(client) !== userId) {
        throw new Violation('Text came under an id that is not yours.');
    }
}

function mustFit(document: LiveDocument, inserted: number): void {
    if (inserted > 0 && document.doc.getText(CONTENT).length + inserted > LARGEST_TEXT) {
        throw new Violation('The document would be larger than 20 MiB.');
    }
}

function mustBuildOnKnown(does: boolean): void {
    if (!does) {
        throw new Violation('The edit builds on text that the workspace does not have, or deletes it.');
    }
}

function decode(update: Uint8Array): Decoded {
    try {
        return Y.decodeUpdate(update);
    } catch {
        throw new Violation('The edit cannot be read.');
    }
}

/** How much text a struct brings. */
function checkedLength(struct: Struct): number {
    const { length } = struct;
    if (!Number.isSafeInteger(length) || length < 1 || length > LARGEST_TEXT) {
        throw new Violation('The edit has an impossible length.');
    }
    if (!(struct instanceof Y.Item)) {
        return 0;
    }
    // Before an item is integrated, its parent is the name of a root, an id, or left to its neighbours to tell.
    const parent: unknown = struct.parent;
    if ((parent !== null && parent !== CONTENT) || struct.parentSub !== null) {
        throw new Violation('The edit is of something else than the text.');
    }
    if (parent === null && struct.origin === null && struct.rightOrigin === null) {
        throw new Violation('The edit belongs nowhere.');
    }
    if (struct.content instanceof Y.ContentString) {
        return length;
    }
    if (!(struct.content instanceof Y.ContentDeleted)) {
        throw new Violation('The edit holds something else than text.');
    }
    return 0;
}
