import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { editsOfDelta, type DeltaStep } from './text-delta';

const apply = (text: string, delta: readonly DeltaStep[]) =>
    editsOfDelta(delta)
        .reverse()
        .reduce((done, edit) => done.slice(0, edit.offset) + edit.insert + done.slice(edit.offset + edit.delete), text);

test('several steps count in the text as it was', () => {
    const delta = [{ insert: '//' }, { retain: 4 }, { insert: '//' }, { retain: 3 }, { insert: ' tee' }, { delete: 6 }];
    expect(editsOfDelta(delta)).toEqual([
        { offset: 0, delete: 0, insert: '//' },
        { offset: 4, delete: 0, insert: '//' },
        { offset: 7, delete: 6, insert: ' tee' }
    ]);
    expect(apply('one two three four', delta)).toBe('//one //two tee four');
});

test('a deletion before or after an insertion in one place is one edit', () => {
    for (const delta of [
        [{ retain: 2 }, { delete: 3 }, { insert: 'x' }],
        [{ retain: 2 }, { insert: 'x' }, { delete: 3 }]
    ]) {
        expect(editsOfDelta(delta)).toEqual([{ offset: 2, delete: 3, insert: 'x' }]);
    }
});

test('is what Yjs did, for any transaction', () => {
    let seed = 7;
    const random = (below: number) => (seed = (seed * 16807) % 2147483647) % below;
    const doc = new Y.Doc();
    const text = doc.getText('content');
    let mirror = '';
    text.observe(event => (mirror = apply(mirror, event.delta)));
    for (let round = 0; round < 300; round++) {
        doc.transact(() => {
            for (let edit = random(5); edit >= 0; edit--) {
                const at = random(text.length + 1);
                if (random(2) === 0) {
                    text.insert(at, `${round}`.repeat(1 + random(3)));
                } else {
                    text.delete(at, random(Math.min(20, text.length - at) + 1));
                }
            }
        });
        expect(mirror).toBe(text.toJSON());
    }
});
