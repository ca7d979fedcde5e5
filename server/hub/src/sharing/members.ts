import { LongtableError, type GuestRole, type Member, type UserId, type WorkspaceId } from '@longtable/common';
import type { MemberRecord, WorkspaceRecord } from '../store/store.js';
import type { Doer } from './audit-trail.js';
import { gaveUp, removed } from './ending-messages.js';
import { summaryOf, type SharingContext } from './sharing-context.js';

/** The people with a right in a workspace. Who may ask for a change has been checked by the caller. */
export class Members {
    constructor(private readonly context: SharingContext) {}

    /** The owner first, then the guests in the order in which they came. */
    async list(record: WorkspaceRecord): Promise<Member[]> {
        const { store, rights } = this.context;
        const share = await rights.shareOf(record.id);
        const guests = (await store.members.listOf(record.id))
            .filter(member => member.shareId === share?.id)
            .sort((one, other) => one.since.localeCompare(other.since));
        return Promise.all([
            this.describe(record.ownerId, 'owner', record.createdAt),
            ...guests.map(({ userId, role, since }) => this.describe(userId, role, since))
        ]);
    }

    /** Changes what a guest is. What they have open is closed, so that it is opened again with the new role. */
    change(id: WorkspaceId, userId: UserId, role: GuestRole, doer: Doer): Promise<Member> {
        return this.context.queue.run(id, async () => {
            const record = await this.context.records.get(id);
            const member = await this.get(record, userId);
            if (member.role !== role) {
                await this.setRole(record, member, role, doer);
            }
            return this.describe(userId, role, member.since);
        });
    }

    /** Ends a guest's right. They stay out until they are invited anew. */
    remove(id: WorkspaceId, userId: UserId, doer: Doer): Promise<void> {
        return this.end(id, userId, { removed: true, message: removed(doer.user.name) }, async () =>
            this.context.audit.note(id, 'removed', doer, { subject: await this.subject(userId) })
        );
    }

    /** Ends a guest's right because they want no part in the workspace any more. A good link lets them in again. */
    leave(id: WorkspaceId, doer: Doer): Promise<void> {
        return this.end(id, doer.user.id, { removed: false, message: gaveUp() }, () =>
            this.context.audit.note(id, 'gave-up', doer)
        );
    }

    /** Makes viewers of all guests. Called by the one whose turn it is in the queue. */
    async lowerAll(record: WorkspaceRecord, doer: Doer): Promise<void> {
        for (const member of await this.context.store.members.listOf(record.id)) {
            if (member.role !== 'viewer') {
                await this.setRole(record, member, 'viewer', doer);
            }
        }
    }

    private end(
        id: WorkspaceId,
        userId: UserId,
        ending: { readonly removed: boolean; readonly message: string },
        note: () => Promise<void>
    ): Promise<void> {
        const { store, rights, records, changes, queue } = this.context;
        return queue.run(id, async () => {
            const record = await records.get(id);
            const { shareId } = await this.get(record, userId);
            const at = new Date(rights.now()).toISOString();
            await store.members.remove({ workspaceId: id, userId, shareId, ...ending, at });
            changes.tell(listener => listener.ended?.(record, userId, ending.message));
            await note();
        });
    }

    private async setRole(record: WorkspaceRecord, member: MemberRecord, role: GuestRole, doer: Doer): Promise<void> {
        const { store, changes, audit } = this.context;
        const { userId } = member;
        await store.members.put({ ...member, role });
        changes.tell(listener => listener.roleChanged?.(record, userId, role, doer.user.name));
        await audit.note(record.id, 'role-changed', doer, { subject: await this.subject(userId), detail: role });
    }

    private async get(record: WorkspaceRecord, userId: UserId): Promise<MemberRecord> {
        if (userId === record.ownerId) {
            throw new LongtableError(
                'bad-request',
                'The owner of a workspace stays its owner. Nothing was changed. Delete the workspace if nobody needs it.'
            );
        }
        const member = await this.context.store.members.get(record.id, userId);
        if (member === undefined) {
            throw new LongtableError('not-found', 'That person is not a member of this workspace (any more).');
        }
        return member;
    }

    private async describe(userId: UserId, role: Member['role'], since: string): Promise<Member> {
        return { ...(await summaryOf(this.context.store, userId)), role, since };
    }

    private async subject(userId: UserId): Promise<{ userId: UserId; name: string }> {
        return { userId, name: (await summaryOf(this.context.store, userId)).name };
    }
}
