/** Text of one file that was not on disk when its page went away. */
export interface UnsavedText {
    readonly uri: string;
    readonly text: string;
    /** Tells the state of the file on disk that the text was based on. */
    readonly etag: string | undefined;
}

/** What to do with a text that was kept, given the file as it is now. */
export type Restoration = 'nothing' | 'restore' | 'ask';

/** A file that has changed in the meantime is never overwritten without a question. */
export function restorationOf(
    kept: UnsavedText,
    now: { readonly text: string; readonly etag: string | undefined }
): Restoration {
    if (kept.text === now.text) {
        return 'nothing';
    }
    return kept.etag !== undefined && kept.etag === now.etag ? 'restore' : 'ask';
}

/** The part of `Storage` that is needed. */
export type TextStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const KEY = 'longtable.unsaved-text';

/** Adds texts to those that are kept; a newer text of a file replaces an older one. Returns what found no place. */
export function keepTexts(storage: TextStorage, texts: readonly UnsavedText[]): readonly UnsavedText[] {
    const kept = new Map(readTexts(storage).map(text => [text.uri, text]));
    const left: UnsavedText[] = [];
    for (const text of texts) {
        const before = kept.get(text.uri);
        kept.set(text.uri, text);
        try {
            storage.setItem(KEY, JSON.stringify([...kept.values()]));
        } catch {
            // The browser's quota is used up. What was kept before stays, and the others are tried still.
            left.push(text);
            kept.delete(text.uri);
            if (before) {
                kept.set(before.uri, before);
            }
        }
    }
    return left;
}

/** Forgets the text that was kept of one file. */
export function forgetText(storage: TextStorage, uri: string): void {
    const others = readTexts(storage).filter(text => text.uri !== uri);
    if (others.length === 0) {
        storage.removeItem(KEY);
    } else {
        storage.setItem(KEY, JSON.stringify(others));
    }
}

/** The texts that are kept. */
export function readTexts(storage: TextStorage): UnsavedText[] {
    try {
        const value: unknown = JSON.parse(storage.getItem(KEY) ?? '[]');
        return Array.isArray(value) ? value.filter(isUnsavedText) : [];
    } catch {
        return [];
    }
}

function isUnsavedText(value: unknown): value is UnsavedText {
    return (
        typeof value === 'object' &&
        value !== null &&
        'uri' in value &&
        typeof value.uri === 'string' &&
        'text' in value &&
        typeof value.text === 'string'
    );
}
