import { expect, test } from 'vitest';
import { RememberedTexts } from './remembered-texts';

/** Texts by address, and which were read. */
function source(texts: Record<string, string>, most = 10) {
    const reads: string[] = [];
    const remembered = new RememberedTexts(async address => {
        reads.push(address);
        await Promise.resolve();
        const text = texts[address];
        if (text === undefined) {
            throw new Error(`There is no ${address}.`);
        }
        return text;
    }, most);
    return { texts, reads, remembered };
}

test('a text is read once, also by two at a time, and so is one that is not there', async () => {
    const { reads, remembered } = source({ a: 'one' });
    expect(await Promise.all([remembered.read('a'), remembered.read('a')])).toEqual(['one', 'one']);
    await expect(remembered.read('b')).rejects.toThrow('There is no b.');
    await expect(remembered.read('b')).rejects.toThrow('There is no b.');
    expect(reads).toEqual(['a', 'b']);
});

test('a text is read anew once it is forgotten, also while it is being read', async () => {
    const { texts, remembered } = source({ a: 'one', b: 'one' });
    await remembered.read('b');
    const before = remembered.read('a');
    Object.assign(texts, { a: 'two', b: 'two' });
    remembered.forget(address => address === 'a');
    await before;
    expect([await remembered.read('a'), await remembered.read('b')]).toEqual(['two', 'one']);
    remembered.forget();
    expect(await remembered.read('b')).toBe('two');
});

test('no more than a few are kept', async () => {
    const { reads, remembered } = source({ a: 'one', b: 'two', c: 'three' }, 2);
    for (const address of ['a', 'b', 'c', 'c', 'b', 'a']) {
        await remembered.read(address);
    }
    expect(reads).toEqual(['a', 'b', 'c', 'a']);
});
