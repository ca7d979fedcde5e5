import { expect, test } from 'vitest';
import { DocumentText } from './document-text.js';
import { documentAt, type HistoryPoint } from './history.js';
import * as Y from 'yjs';

/** Somebody who types one character at a time. */
function typistOf(text: DocumentText) {
    const doc = joined(text);
    doc.on('update', (update: Uint8Array) => text.apply(update));
    return (characters: string) => {
        for (const character of characters) {
            doc.getText('content').insert(doc.getText('content').length, character);
        }
    };
}

function joined(text: DocumentText): Y.Doc {
    const { snapshot, tail } = text.history.forJoining();
    return documentAt({ snapshot, updates: tail });
}

const textOf = (point: HistoryPoint) => documentAt(point).getText('content').toJSON();

test('DOC-13: whoever joins gets the same document, by a snapshot and a short tail, whatever came in between', () => {
    const text = DocumentText.begin('one\n');
    const type = typistOf(text);
    const isSame = () => expect(joined(text).getText('content').toJSON()).toBe(text.toString());
    type('x'.repeat(600));
    expect(text.history.wantsLatest).toBe(true);
    text.history.keepLatest(text.encode());
    type('after');
    expect(text.history.forJoining().tail).toHaveLength(5);
    expect(text.history.wantsLatest).toBe(false);
    isSame();
    // A change on disk comes before all of it.
    text.merge('zero\none\n');
    isSame();
    expect(textOf(text.history.pointAtBase())).toBe('zero\none\n');
    expect(text.toString()).toBe(`zero\none\n${'x'.repeat(600)}after`);
    // A flush that comes at the end of the first 300.
    const position = text.history.base + 300;
    const then = documentAt({
        snapshot: text.history.snapshot,
        updates: text.history.tail.slice(0, position - text.history.offset)
    });
    text.history.keepLatest(text.encode());
    text.history.base = position;
    text.history.fold(Y.encodeStateAsUpdateV2(then), position);
    isSame();
    expect(textOf(text.history.pointAtBase())).toBe(`zero\none\n${'x'.repeat(300)}`);
    expect(text.history.position - text.history.base).toBe(305);
});

test('DOC-13: a new snapshot is made when it pays, sooner when nobody types', () => {
    const text = DocumentText.begin('a'.repeat(4000));
    const type = typistOf(text);
    type('b'.repeat(60));
    expect([text.history.wantsSnapshot(true), text.history.wantsSnapshot(false)]).toEqual([false, false]);
    type('b'.repeat(40));
    expect([text.history.wantsSnapshot(true), text.history.wantsSnapshot(false)]).toEqual([true, false]);
    type('b'.repeat(1000));
    expect([text.history.wantsSnapshot(true), text.history.wantsSnapshot(false)]).toEqual([true, true]);
});

test('DOC-33: the base of a merge is what the file held, and what was typed since survives it', () => {
    const text = DocumentText.begin('one\ntwo\nthree\n');
    const type = typistOf(text);
    type('four\n');
    expect(text.merge('one\n2\nthree\n').kind).toBe('known');
    expect(text.toString()).toBe('one\n2\nthree\nfour\n');
    expect(text.textAtBase()).toBe('one\n2\nthree\n');
    type('five\n');
    // Somebody wrote what they saw, unflushed text included.
    expect(text.merge('ONE\n2\nthree\nfour\nfive\n').kind).toBe('beyond');
    expect(text.toString()).toBe('ONE\n2\nthree\nfour\nfive\n');
    expect(text.merge('ONE\n2\nthree\nfour\nfive\n')).toEqual({ update: undefined, kind: 'known' });
    expect(text.history.base).toBe(text.history.position);
});

test('DOC-33: what was moved in the file stays, also where it looks as if somebody had just typed it', () => {
    const text = DocumentText.begin('a   e');
    text.change([
        { offset: 5, delete: 0, insert: ' ' },
        { offset: 2, delete: 2, insert: '' }
    ]);
    expect(text.toString()).toBe('a e ');
    text.merge('a e  ');
    expect(text.toString().trim()).toMatch(/^a *e$/);
});
