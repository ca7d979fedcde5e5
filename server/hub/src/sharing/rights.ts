import { LongtableError, type Role, type UserId, type WorkspaceId } from '@longtable/common';
import type { ShareRecord, Store, WorkspaceRecord } from '../store/store.js';
import { workspaceNotFound } from '../workspaces/workspace-records.js';
import { expired } from './ending-messages.js';

/** What people are in workspaces, as of this moment. Every check of a right ends here. */
export class Rights {
    constructor(
        private readonly store: Store,
        readonly now: () => number = Date.now
    ) {}

    /** What a person is in a workspace; undefined when nothing. A guest's right holds as long as their share. */
    async roleIn(record: WorkspaceRecord, userId: UserId): Promise<Role | undefined> {
        if (record.ownerId === userId) {
            return 'owner';
        }
        const [member, share] = await Promise.all([this.store.members.get(record.id, userId), this.shareOf(record.id)]);
        return share !== undefined && member?.shareId === share.id ? member.role : undefined;
    }

    /** The share of a workspace, unless its time is over. */
    async shareOf(id: WorkspaceId): Promise<ShareRecord | undefined> {
        const share = await this.store.shares.get(id);
        return share === undefined || this.isOver(share) ? undefined : share;
    }

    isOver(share: ShareRecord): boolean {
        return share.expiresAt !== undefined && Date.parse(share.expiresAt) <= this.now();
    }

    /** The answer for someone without a right: how it ended, or what everybody gets who never had one. */
    async refusal(id: WorkspaceId, userId: UserId): Promise<LongtableError> {
        const [ending, member] = await Promise.all([
            this.store.endings.get(id, userId),
            this.store.members.get(id, userId)
        ]);
        if (member !== undefined) {
            // Its time is over, and the clean-up has not come by yet.
            return new LongtableError('forbidden', expired());
        }
        return ending === undefined ? workspaceNotFound() : new LongtableError('forbidden', ending.message);
    }
}
