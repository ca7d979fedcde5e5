import type { CacheStorage } from './state-cache';

/** A browser's storage for tests; one that is `full` takes nothing. */
export function storageOf(
    entries: Record<string, string> = {}
): CacheStorage & { readonly items: Map<string, string>; full: boolean } {
    const items = new Map(Object.entries(entries));
    const storage = {
        items,
        full: false,
        get length() {
            return items.size;
        },
        key: (index: number) => [...items.keys()][index] ?? null,
        getItem: (key: string) => items.get(key) ?? null,
        removeItem: (key: string) => void items.delete(key),
        setItem: (key: string, value: string) => {
            if (storage.full) {
                throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
            }
            items.set(key, value);
        }
    };
    return storage;
}
