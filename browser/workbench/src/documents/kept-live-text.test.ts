import type { UnacknowledgedText } from '@longtable/common/documents';
import { describe, expect, test } from 'vitest';
import type { TextStorage } from '../connection/unsaved-text';
import { forgetLiveText, keepLiveTexts, readLiveTexts } from './kept-live-text';

function storageOf(quota: number): TextStorage & { readonly items: Map<string, string> } {
    const items = new Map<string, string>();
    return {
        items,
        getItem: key => items.get(key) ?? null,
        setItem: (key, value) => {
            if (value.length > quota) {
                throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
            }
            items.set(key, value);
        },
        removeItem: key => void items.delete(key)
    };
}

const textOf = (path: string, mine: string): UnacknowledgedText => ({
    path,
    epoch: 'e',
    updates: 'AAA=',
    base: '',
    mine,
    inserted: []
});

describe('text that the agent has not acknowledged', () => {
    test('is kept per page, what it kept before is replaced, until it is forgotten', () => {
        const storage = storageOf(10_000);
        expect(keepLiveTexts(storage, 'one', [textOf('a.ts', '1'), textOf('b.ts', '1')])).toEqual([]);
        expect(keepLiveTexts(storage, 'two', [textOf('a.ts', '2')])).toEqual([]);
        expect(keepLiveTexts(storage, 'one', [textOf('a.ts', '3')])).toEqual([]);
        const kept = readLiveTexts(storage);
        expect(kept.map(({ page, text }) => [page, text.path, text.mine])).toEqual([
            ['two', 'a.ts', '2'],
            ['one', 'a.ts', '3']
        ]);
        for (const each of kept) {
            forgetLiveText(storage, each);
        }
        expect(storage.items.size).toBe(0);
    });

    test('is forgotten when the page has nothing left to keep', () => {
        const storage = storageOf(10_000);
        keepLiveTexts(storage, 'one', [textOf('a.ts', '1')]);
        expect(keepLiveTexts(storage, 'one', [])).toEqual([]);
        expect(storage.items.size).toBe(0);
    });

    test('that has no place is named, and takes nothing of the rest with it', () => {
        const storage = storageOf(500);
        const huge = textOf('huge.ts', 'x'.repeat(600));
        expect(keepLiveTexts(storage, 'one', [textOf('a.ts', '1'), huge, textOf('b.ts', '1')])).toEqual([huge]);
        expect(readLiveTexts(storage).map(({ text }) => text.path)).toEqual(['a.ts', 'b.ts']);
    });

    test('is read past whatever else is in its place', () => {
        const storage = storageOf(10_000);
        keepLiveTexts(storage, 'one', [textOf('a.ts', '1')]);
        const [key] = [...storage.items.keys()];
        for (const damaged of ['{', '{}', '[1, null, {"page": "x"}, {"page": "x", "text": {"path": 1}}]']) {
            storage.items.set(key ?? '', damaged);
            expect(readLiveTexts(storage)).toEqual([]);
        }
    });
});
