import type { GuestRole, Member, MemberList } from '@longtable/common';
import { injectable } from '@theia/core/shared/inversify';
import { requestHub } from '../context/hub-request';
import { isRecord } from '../context/is-record';

/** What the owner can do about people. Every call rejects with a sentence for people. */
export const MembersService = Symbol('MembersService');
export interface MembersService {
    /** Everybody with a right in this workspace, whether they are here or not. */
    list(): Promise<readonly Member[]>;
    changeRole(userId: string, role: GuestRole): Promise<void>;
    remove(userId: string): Promise<void>;
    admit(userId: string, role: GuestRole): Promise<void>;
    refuse(userId: string): Promise<void>;
}

@injectable()
export class DefaultMembersService implements MembersService {
    async list(): Promise<readonly Member[]> {
        const answer = await requestHub({ method: 'GET', path: '/members', kept: 'Nobody knows who may come in.' });
        return isMemberList(answer) ? answer.members : [];
    }

    async changeRole(userId: string, role: GuestRole): Promise<void> {
        await requestHub({
            method: 'PATCH',
            path: `/members/${encodeURIComponent(userId)}`,
            body: { role },
            kept: 'Their role is as it was.'
        });
    }

    async remove(userId: string): Promise<void> {
        await requestHub({
            method: 'DELETE',
            path: `/members/${encodeURIComponent(userId)}`,
            kept: 'They can still come in.'
        });
    }

    async admit(userId: string, role: GuestRole): Promise<void> {
        await this.decide(userId, { decision: 'admit', role });
    }

    async refuse(userId: string): Promise<void> {
        await this.decide(userId, { decision: 'refuse' });
    }

    protected async decide(userId: string, body: { decision: 'admit' | 'refuse'; role?: GuestRole }): Promise<void> {
        await requestHub({
            method: 'POST',
            path: `/requests/${encodeURIComponent(userId)}`,
            body,
            kept: 'They still wait for an answer.'
        });
    }
}

function isMemberList(value: unknown): value is MemberList {
    return isRecord(value) && Array.isArray(value['members']);
}
