import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { rangesOf } from './id-ranges.js';
import { editsOnto } from './place-text.js';
import { applyEdits } from './text-diff.js';
import { pairOf, type TextPair } from './text-pieces.js';

/** A text with edits that were not acknowledged. */
function typed(base: string, ...edits: readonly ((text: Y.Text) => void)[]) {
    const doc = new Y.Doc({ gc: false });
    doc.clientID = 1;
    const text = doc.getText('content');
    text.insert(0, base);
    doc.clientID = 2;
    const updates: Uint8Array[] = [];
    doc.on('update', (update: Uint8Array) => updates.push(update));
    edits.forEach(edit => edit(text));
    const { inserted, deleted } = rangesOf(Y.mergeUpdates(updates));
    return { doc, pair: pairOf(text, inserted, deleted) };
}

const arrived = (clock: number) => {
    const doc = new Y.Doc();
    doc.clientID = 2;
    doc.getText('content').insert(0, 'x'.repeat(clock));
    return Y.encodeStateVector(doc);
};

const placed = (pair: TextPair, text: string, vector?: Uint8Array) =>
    applyEdits(text, editsOnto(text, { path: '', epoch: '', updates: '', ...pair }, vector));

test('a text is taken apart into what was there and what was typed', () => {
    const { pair } = typed(
        'one two three',
        text => text.delete(4, 3),
        text => text.insert(4, '2'),
        text => text.insert(5, ' gone'),
        text => text.delete(5, 5)
    );
    expect(pair.mine).toBe('one 2 three');
    expect(pair.base).toBe('one two three');
    expect(pair.inserted.filter(({ gone }) => gone !== true).map(({ text }) => text)).toEqual(['2']);
    expect(pair.deleted).toEqual([{ at: 4, length: 3 }]);
});

test('DOC-12: what was typed is placed on a text that others have changed meanwhile', () => {
    const { pair } = typed(
        'one two three',
        text => text.insert(3, '!'),
        text => text.delete(5, 3)
    );
    expect(placed(pair, 'one two three')).toBe('one!  three');
    expect(placed(pair, 'zero one two three four')).toBe('zero one!  three four');
    expect(placed(pair, 'quite another text')).toContain('!');
});

test('DOC-12: what has arrived is not placed once more, however much of it that is', () => {
    const { pair } = typed('()', text => text.insert(1, 'abcdef'));
    for (let clock = 0; clock <= 6; clock++) {
        const there = `(${'abcdef'.slice(0, clock)})`;
        expect(placed(pair, there, arrived(clock))).toBe('(abcdef)');
        expect(placed(pair, there)).toBe('(abcdef)');
    }
    // Somebody else has deleted of what had arrived, and typed the same as is still to come.
    expect(placed(pair, '(bc def)', arrived(3))).toBe('(bc defdef)');
});

test('DOC-12: what was typed and deleted again is gone also where the typing had arrived', () => {
    const { pair } = typed(
        '()',
        text => text.insert(1, 'abc'),
        text => text.delete(1, 2)
    );
    expect(placed(pair, '()', arrived(0))).toBe('(c)');
    expect(placed(pair, '(abc)', arrived(3))).toBe('(c)');
});
