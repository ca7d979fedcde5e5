import { describe, expect, test } from 'vitest';
import { forgetText, keepTexts, readTexts, restorationOf, type TextStorage, type UnsavedText } from './unsaved-text';

/** Storage with a quota in characters, as browsers have one. */
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
        removeItem: key => {
            items.delete(key);
        }
    };
}

const a: UnsavedText = { uri: 'file:///w/a.ts', text: 'const a = 1;', etag: '1' };
const b: UnsavedText = { uri: 'file:///w/b.ts', text: 'const b = 2;', etag: '2' };

describe('text that is not saved', () => {
    test('is kept, newest first come, until it is forgotten', () => {
        const storage = storageOf(10_000);
        expect(keepTexts(storage, [a, b])).toEqual([]);
        const newer = { ...a, text: 'const a = 3;' };
        expect(keepTexts(storage, [newer])).toEqual([]);
        expect(readTexts(storage)).toEqual([newer, b]);
        forgetText(storage, a.uri);
        expect(readTexts(storage)).toEqual([b]);
        forgetText(storage, b.uri);
        expect(storage.items.size).toBe(0);
    });

    test('that has no place is named, and takes nothing of the rest with it', () => {
        const storage = storageOf(300);
        const huge = { uri: 'file:///w/huge.ts', text: 'x'.repeat(400), etag: '3' };
        expect(keepTexts(storage, [a, huge, b])).toEqual([huge]);
        expect(readTexts(storage)).toEqual([a, b]);
        const grown = { ...a, text: 'y'.repeat(400) };
        expect(keepTexts(storage, [grown])).toEqual([grown]);
        expect(readTexts(storage)).toEqual([a, b]);
    });

    test('is read past whatever else is in its place', () => {
        const storage = storageOf(10_000);
        keepTexts(storage, [a]);
        const [key] = [...storage.items.keys()];
        for (const damaged of ['{', '{}', '[1, null, {"uri": 1}]']) {
            storage.items.set(key ?? '', damaged);
            expect(readTexts(storage)).toEqual([]);
        }
    });
});

describe('restoring', () => {
    test('does nothing when the text is on disk already', () => {
        expect(restorationOf(a, { text: a.text, etag: 'other' })).toBe('nothing');
    });

    test('puts the text back over the file it was based on', () => {
        expect(restorationOf(a, { text: '', etag: '1' })).toBe('restore');
    });

    test('never overwrites a file that has changed, or of which nothing is known', () => {
        expect(restorationOf(a, { text: '', etag: '2' })).toBe('ask');
        expect(restorationOf({ ...a, etag: undefined }, { text: '', etag: undefined })).toBe('ask');
    });
});
