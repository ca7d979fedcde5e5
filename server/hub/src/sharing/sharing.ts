import { LongtableError, type Share, type ShareState, type ShareWorkspace, type WorkspaceId } from '@longtable/common';
import type { ShareRecord, WorkspaceRecord } from '../store/store.js';
import type { Doer } from './audit-trail.js';
import { deleted, expired, stopped, unshared } from './ending-messages.js';
import type { Joining } from './joining.js';
import type { Members } from './members.js';
import type { SharingContext } from './sharing-context.js';

/** Begins, changes and ends the sharing of workspaces. Who may ask for it has been checked by the caller. */
export class Sharing {
    constructor(
        private readonly context: SharingContext,
        private readonly members: Members,
        private readonly joining: Joining
    ) {}

    async get(id: WorkspaceId): Promise<ShareState> {
        const share = await this.context.rights.shareOf(id);
        return share === undefined ? {} : { share: this.context.links.describe(share) };
    }

    /**
     * Shares a workspace, or changes how it is shared; the link stays the same then. Lowering the link's role to viewer
     * makes viewers of all who came through it; raising it raises nobody.
     */
    put(id: WorkspaceId, doer: Doer, wish: ShareWorkspace): Promise<Share> {
        const { store, records, rights, links, audit, changes, queue } = this.context;
        return queue.run(id, async () => {
            const record = await records.get(id);
            if (!wish.keepOnStop && !isUp(record)) {
                throw new LongtableError(
                    'not-running',
                    'The workspace is not running, so it was not shared. Start it and try again, or keep sharing after a restart.'
                );
            }
            const before = await store.shares.get(id);
            if (before !== undefined && rights.isOver(before)) {
                await this.end(record, undefined, expired(), 'Its time was over.');
            }
            const current = await rights.shareOf(id);
            const { expiresAt } = wish;
            const share: ShareRecord = {
                ...(current === undefined ? links.create() : { id: current.id, tokenHash: current.tokenHash }),
                workspaceId: id,
                role: wish.role,
                approval: wish.approval,
                ...(expiresAt === undefined ? {} : { expiresAt }),
                keepOnStop: wish.keepOnStop,
                createdAt: current?.createdAt ?? new Date(rights.now()).toISOString()
            };
            if (current?.role === 'editor' && share.role === 'viewer') {
                // Before the share, so that a failure on the way is put right by asking again.
                await this.members.lowerAll(record, doer);
            }
            await store.shares.put(share);
            changes.tell(listener => listener.shared?.(record, share));
            await audit.note(id, current === undefined ? 'shared' : 'share-changed', doer, { detail: detailOf(share) });
            return links.describe(share);
        });
    }

    /** Ends sharing and with it the rights of all guests; nothing happens to a workspace that is not shared. */
    remove(id: WorkspaceId, doer: Doer): Promise<void> {
        return this.context.queue.run(id, async () => {
            await this.end(await this.context.records.get(id), doer, unshared(doer.user.name));
        });
    }

    /** Ends sharing with the run of a workspace, unless it is to outlast that. `reason` says why the workspace stopped. */
    workspaceStopped(record: WorkspaceRecord, reason: string): Promise<void> {
        return this.context.queue.run(record.id, async () => {
            const share = await this.context.store.shares.get(record.id);
            if (share?.keepOnStop === false || record.status === 'deleting') {
                const message = record.status === 'deleting' ? deleted(reason) : stopped(reason);
                await this.end(record, undefined, message, reason);
            }
        });
    }

    /** After a start of the hub: ends what should have ended with the run of a workspace. */
    async recover(): Promise<void> {
        for (const share of await this.context.store.shares.listAll()) {
            const record = await this.context.store.workspaces.get(share.workspaceId);
            if (record !== undefined && !isUp(record)) {
                await this.workspaceStopped(record, 'The workspace was stopped.');
            }
        }
    }

    /** Ends what has run out of time. The rights themselves are over at the moment; this closes what is still open. */
    async endExpired(): Promise<void> {
        const { store, rights, queue } = this.context;
        for (const { workspaceId } of (await store.shares.listAll()).filter(share => rights.isOver(share))) {
            await queue.run(workspaceId, async () => {
                const [record, share] = await Promise.all([
                    store.workspaces.get(workspaceId),
                    store.shares.get(workspaceId)
                ]);
                if (record !== undefined && share !== undefined && rights.isOver(share)) {
                    await this.end(record, undefined, expired(), 'Its time was over.');
                }
            });
        }
    }

    private async end(
        record: WorkspaceRecord,
        doer: Doer | undefined,
        message: string,
        detail?: string
    ): Promise<void> {
        const { store, rights, audit, changes } = this.context;
        const share = await store.shares.get(record.id);
        if (share === undefined) {
            return;
        }
        const [members, waiting] = await Promise.all([
            store.members.listOf(record.id),
            this.joining.waiting(record.id)
        ]);
        const at = new Date(rights.now()).toISOString();
        await store.shares.remove(
            record.id,
            members.map(({ workspaceId, userId, shareId }) => ({
                workspaceId,
                userId,
                shareId,
                removed: false,
                message,
                at
            }))
        );
        for (const { userId } of members) {
            changes.tell(listener => listener.ended?.(record, userId, message));
        }
        for (const { userId } of waiting) {
            changes.tell(listener => listener.decided?.(userId, { state: 'refused', message }));
        }
        changes.tell(listener => listener.shared?.(record, undefined));
        changes.tell(listener => listener.requested?.(record, []));
        await audit.note(record.id, 'unshared', doer, detail === undefined ? {} : { detail });
    }
}

function isUp({ status }: WorkspaceRecord): boolean {
    return status === 'running' || status === 'creating' || status === 'starting';
}

function detailOf({ role, approval, expiresAt, keepOnStop }: ShareRecord): string {
    return [
        `link for ${role}s`,
        ...(approval ? ['with approval'] : []),
        ...(expiresAt === undefined ? [] : [`until ${expiresAt}`]),
        ...(keepOnStop ? ['kept after a restart'] : [])
    ].join(', ');
}
