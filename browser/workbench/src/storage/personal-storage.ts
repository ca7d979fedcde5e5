import type { TextStorage } from '../connection/unsaved-text';

/** What stands for a person in the names of stored things. */
export function personOf(me: { readonly id: string } | undefined): string {
    return me?.id ?? 'nobody';
}

/** The name under which something of one person is stored in a browser that others may use as well. */
export function personalKey(key: string, person: string): string {
    return `${key}@${person}`;
}

/** The part of a browser's storage that is one person's. */
export function personalStorage(storage: TextStorage, person: string): TextStorage {
    return {
        getItem: key => storage.getItem(personalKey(key, person)),
        setItem: (key, value) => storage.setItem(personalKey(key, person), value),
        removeItem: key => storage.removeItem(personalKey(key, person))
    };
}
