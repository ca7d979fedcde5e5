import {
    LongtableError,
    type DecideRequest,
    type GuestRole,
    type JoinRequest,
    type JoinState,
    type UserId,
    type WorkspaceId
} from '@longtable/common';
import { hashOfToken } from '../identity/secret-token.js';
import type { JoinRequestRecord, ShareRecord, WorkspaceRecord } from '../store/store.js';
import type { Doer } from './audit-trail.js';
import { refused } from './ending-messages.js';
import { ownerName, summaryOf, type SharingContext } from './sharing-context.js';

/** Lets people in through share links: at once, or after the owner has been asked. */
export class Joining {
    constructor(private readonly context: SharingContext) {}

    /** Follows a link; again to ask how things stand. Throws `not-found` when the link is not good (any more). */
    async join(doer: Doer, token: string): Promise<JoinState> {
        const { store, queue } = this.context;
        const found = await store.shares.findByToken(hashOfToken(token));
        if (found === undefined) {
            throw deadLink();
        }
        return queue.run(found.workspaceId, () => this.follow(doer, found));
    }

    /** Everybody who waits, in the order in which they came. */
    async waiting(id: WorkspaceId): Promise<JoinRequest[]> {
        const { store, rights } = this.context;
        const share = await rights.shareOf(id);
        const requests = (await store.joinRequests.listOf(id))
            .filter(request => request.state === 'waiting' && request.shareId === share?.id)
            .sort((one, other) => one.at.localeCompare(other.at));
        return Promise.all(requests.map(async ({ userId, at }) => ({ ...(await summaryOf(store, userId)), at })));
    }

    /** Admits or refuses someone who waits. Who may decide has been checked by the caller. */
    decide(id: WorkspaceId, userId: UserId, doer: Doer, { decision, role }: DecideRequest): Promise<JoinRequest[]> {
        const { store, rights, records, audit, changes, queue } = this.context;
        return queue.run(id, async () => {
            const [record, share, request] = await Promise.all([
                records.get(id),
                rights.shareOf(id),
                store.joinRequests.get(id, userId)
            ]);
            if (share === undefined || request?.state !== 'waiting' || request.shareId !== share.id) {
                throw new LongtableError(
                    'not-found',
                    'That person does not wait to be let in (any more). They may have been answered already.'
                );
            }
            if (decision === 'admit') {
                await this.admit(record, share, userId, role ?? share.role);
            } else {
                await this.refuse(record, request, doer);
            }
            const requests = await this.waiting(id);
            changes.tell(listener => listener.requested?.(record, requests));
            await audit.note(id, decision === 'admit' ? 'admitted' : 'refused', doer, {
                subject: { userId, name: (await summaryOf(store, userId)).name },
                ...(decision === 'admit' ? { detail: role ?? share.role } : {})
            });
            return requests;
        });
    }

    private async follow(doer: Doer, { id: shareId, workspaceId }: ShareRecord): Promise<JoinState> {
        const { store, rights, records, audit, changes } = this.context;
        const userId = doer.user.id;
        const [share, record] = await Promise.all([rights.shareOf(workspaceId), records.get(workspaceId)]);
        if (share?.id !== shareId) {
            throw deadLink();
        }
        if ((await rights.roleIn(record, userId)) !== undefined) {
            return joined(record);
        }
        const [earlier, ending, owner] = await Promise.all([
            store.joinRequests.get(workspaceId, userId),
            store.endings.get(workspaceId, userId),
            ownerName(store, record)
        ]);
        const request = earlier?.shareId === shareId ? earlier : undefined;
        if (request?.state === 'refused') {
            return { state: 'refused', message: refused(owner) };
        }
        if (share.approval) {
            if (request === undefined) {
                const at = new Date(rights.now()).toISOString();
                await store.joinRequests.put({ workspaceId, userId, shareId, state: 'waiting', at });
                const requests = await this.waiting(workspaceId);
                changes.tell(listener => listener.requested?.(record, requests));
                await audit.note(workspaceId, 'asked', doer);
            }
            return { state: 'waiting', name: record.name, owner };
        }
        if (ending?.removed === true && ending.shareId === shareId) {
            return { state: 'refused', message: ending.message };
        }
        await this.admit(record, share, userId, share.role);
        if (request !== undefined) {
            const requests = await this.waiting(workspaceId);
            changes.tell(listener => listener.requested?.(record, requests));
        }
        await audit.note(workspaceId, 'admitted', doer, {
            subject: { userId, name: doer.user.name },
            detail: `${share.role}, by the share link`
        });
        return joined(record);
    }

    private async admit(record: WorkspaceRecord, share: ShareRecord, userId: UserId, role: GuestRole): Promise<void> {
        const { store, rights, changes } = this.context;
        await store.members.put({
            workspaceId: record.id,
            userId,
            shareId: share.id,
            role,
            since: new Date(rights.now()).toISOString()
        });
        changes.tell(listener => listener.admitted?.(record, userId));
        changes.tell(listener => listener.decided?.(userId, joined(record)));
    }

    private async refuse(record: WorkspaceRecord, request: JoinRequestRecord, doer: Doer): Promise<void> {
        const { store, changes } = this.context;
        await store.joinRequests.put({ ...request, state: 'refused' });
        const message = refused(doer.user.name);
        changes.tell(listener => listener.decided?.(request.userId, { state: 'refused', message }));
    }
}

function joined(record: WorkspaceRecord): JoinState {
    return { state: 'joined', workspaceId: record.id, name: record.name };
}

function deadLink(): LongtableError {
    return new LongtableError(
        'not-found',
        'This link is not good, or not any more. Ask the person who gave it to you for a new one.'
    );
}
