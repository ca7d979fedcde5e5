import type { UserId } from '@longtable/common';
import * as Y from 'yjs';
import type { LiveDocument } from '../documents/live-document.js';

/** Who typed in a line, by the line's text. Of equal lines everybody who typed in one of them. */
export type LineAuthors = ReadonlyMap<string, ReadonlySet<UserId>>;

/** Reads from a document who typed what stands in it. Lines that only the disk has written, and blank ones, are left out. */
export function lineAuthors(document: Pick<LiveDocument, 'doc' | 'ownerOf'>): LineAuthors {
    const authors = new Map<string, Set<UserId>>();
    let line = '';
    let typists = new Set<UserId>();
    const endLine = (): void => {
        const text = line.trim();
        if (typists.size > 0 && isTelling(text)) {
            authors.set(text, new Set([...(authors.get(text) ?? []), ...typists]));
        }
        line = '';
        typists = new Set();
    };
    for (const [text, owner] of pieces(document.doc)) {
        for (const [index, part] of text.split('\n').entries()) {
            if (index > 0) {
                endLine();
            }
            line += part;
            if (owner !== undefined && part.trim() !== '') {
                typists.add(owner);
            }
        }
    }
    endLine();
    return authors;

    function* pieces(of: Y.Doc): Generator<readonly [text: string, owner: UserId | undefined]> {
        for (let item = of.getText('content')._start; item !== null; item = item.right) {
            if (!item.deleted && item.content instanceof Y.ContentString) {
                yield [item.content.str, document.ownerOf(item.id.client)];
            }
        }
    }
}

/** A lone bracket stands in every file, and says nothing about who wrote it. */
export function isTelling(line: string): boolean {
    return /[\p{Letter}\p{Number}]/u.test(line);
}
