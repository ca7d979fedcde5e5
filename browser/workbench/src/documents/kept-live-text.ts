import type { UnacknowledgedText } from '@longtable/common/documents';
import type { TextStorage } from '../connection/unsaved-text';
import { isRecord } from '../context/is-record';

const KEY = 'longtable.unacknowledged-text';

/** Text of one live document that the agent had not acknowledged when its page went away. */
export interface KeptLiveText {
    /** The page that kept it: two tabs may have typed in one document. */
    readonly page: string;
    readonly text: UnacknowledgedText;
}

/** Keeps the texts of one page, in place of what it kept before. Returns those for which there is no room. */
export function keepLiveTexts(
    storage: TextStorage,
    page: string,
    texts: readonly UnacknowledgedText[]
): readonly UnacknowledgedText[] {
    let kept = readLiveTexts(storage).filter(other => other.page !== page);
    write(storage, kept);
    return texts.filter(text => {
        const more = [...kept, { page, text }];
        try {
            write(storage, more);
            kept = more;
            return false;
        } catch {
            // The browser's quota is used up. What was kept stays, and the others are tried still.
            write(storage, kept);
            return true;
        }
    });
}

export function forgetLiveText(storage: TextStorage, { page, text }: KeptLiveText): void {
    write(
        storage,
        readLiveTexts(storage).filter(
            other => other.page !== page || other.text.path !== text.path || other.text.epoch !== text.epoch
        )
    );
}

export function readLiveTexts(storage: TextStorage): KeptLiveText[] {
    try {
        const value: unknown = JSON.parse(storage.getItem(KEY) ?? '[]');
        return Array.isArray(value) ? value.filter(isKeptLiveText) : [];
    } catch {
        return [];
    }
}

function write(storage: TextStorage, kept: readonly KeptLiveText[]): void {
    if (kept.length === 0) {
        storage.removeItem(KEY);
    } else {
        storage.setItem(KEY, JSON.stringify(kept));
    }
}

function isKeptLiveText(value: unknown): value is KeptLiveText {
    return (
        isRecord(value) &&
        typeof value['page'] === 'string' &&
        isRecord(value['text']) &&
        ['path', 'epoch', 'updates', 'base', 'mine'].every(
            name => typeof (value['text'] as Record<string, unknown>)[name] === 'string'
        ) &&
        Array.isArray(value['text']['inserted'])
    );
}
