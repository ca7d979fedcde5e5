import { type Event } from '@theia/core/lib/common/event';
import { type URI } from '@theia/core/lib/common/uri';
import type { Replica } from '@longtable/common/documents';

/** Knows which of the texts in this page are live, for whoever shows something in them. */
export const LiveTextService = Symbol('LiveTextService');
export interface LiveTextService {
    /** The replica behind a file that some editor of this page has open; undefined for a text that is not shared. */
    replicaOf(uri: URI): Replica | undefined;
    /** A file got a replica, lost it, or got another. */
    readonly onDidChange: Event<URI>;
}
