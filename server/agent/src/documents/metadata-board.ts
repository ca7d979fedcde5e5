import type { DocumentMetadata } from '@longtable/common/documents';
import type { Disposable } from '../disposable.js';
import { Listeners } from './listeners.js';

const KEYS = [
    'path',
    'encoding',
    'lineEnd',
    'dirty',
    'onDisk',
    'problem'
] as const satisfies (keyof DocumentMetadata)[];

/** What is told of a document beside its text; tells when it has changed. */
export class MetadataBoard {
    private readonly listeners = new Listeners<undefined>();

    constructor(private told: DocumentMetadata) {}

    get metadata(): DocumentMetadata {
        return this.told;
    }

    set(now: DocumentMetadata): void {
        if (KEYS.some(key => now[key] !== this.told[key])) {
            this.told = now;
            this.listeners.tell(undefined);
        }
    }

    onChange(listener: () => void): Disposable {
        return this.listeners.add(listener);
    }
}
