import { expect, test } from 'vitest';
import { personalStorage } from './personal-storage';
import { handOver } from './shared-keys';

function storageOf(entries: Record<string, string> = {}, quota = Infinity) {
    const items = new Map(Object.entries(entries));
    return {
        items,
        getItem: (key: string) => items.get(key) ?? null,
        setItem: (key: string, value: string) => {
            if (!items.has(key) && items.size >= quota) {
                throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
            }
            items.set(key, value);
        },
        removeItem: (key: string) => void items.delete(key)
    };
}

test('two people, one after the other, each find their own theme again', () => {
    const storage = storageOf({ theme: 'dark' });
    handOver(storage, 'ada');
    expect(storage.getItem('theme')).toBe('dark');
    storage.setItem('theme', 'hc-black');
    handOver(storage, 'ben');
    expect(storage.getItem('theme')).toBeNull();
    storage.setItem('theme', 'light');
    handOver(storage, 'ada');
    expect(storage.getItem('theme')).toBe('hc-black');
    handOver(storage, 'ben');
    expect(storage.getItem('theme')).toBe('light');
});

test('a full storage stops nobody from starting', () => {
    const storage = storageOf({ 'longtable.person': 'ada', theme: 'dark' }, 2);
    expect(() => handOver(storage, 'ben')).not.toThrow();
    expect(storage.getItem('longtable.person')).toBe('ada');
});

test("one person's part of a storage does not reach into another's", () => {
    const storage = storageOf();
    const ada = personalStorage(storage, 'ada');
    const ben = personalStorage(storage, 'ben');
    ada.setItem('text', 'hers');
    ben.removeItem('text');
    expect([ada.getItem('text'), ben.getItem('text')]).toEqual(['hers', null]);
});
