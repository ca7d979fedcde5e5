import type { UserId, WorkspaceId } from '@longtable/common';
import type { Store, WorkspaceRecord } from '../store/store.js';
import type { SerialQueue } from '../workspaces/serial-queue.js';
import type { WorkspaceRecords } from '../workspaces/workspace-records.js';
import type { AuditTrail } from './audit-trail.js';
import type { Rights } from './rights.js';
import type { ShareLinks } from './share-links.js';
import type { SharingChanges } from './sharing-changes.js';

/** What the parts of sharing work with. `queue` lets one change at a time happen to the sharing of a workspace. */
export interface SharingContext {
    readonly store: Store;
    readonly records: WorkspaceRecords;
    readonly rights: Rights;
    readonly links: ShareLinks;
    readonly audit: AuditTrail;
    readonly changes: SharingChanges;
    readonly queue: SerialQueue<WorkspaceId>;
}

/** A person as others are shown them. */
export async function summaryOf(
    store: Store,
    userId: UserId
): Promise<{ userId: UserId; name: string; email?: string; avatar?: string }> {
    const user = await store.users.get(userId);
    return {
        userId,
        name: user?.name ?? 'someone who has left',
        ...(user?.email === undefined ? {} : { email: user.email }),
        ...(user?.avatar === undefined ? {} : { avatar: user.avatar })
    };
}

export async function ownerName(store: Store, record: WorkspaceRecord): Promise<string> {
    return (await summaryOf(store, record.ownerId)).name;
}
