import type { GuestRole, JoinRequest, JoinState, UserId } from '@longtable/common';
import type { ShareRecord, WorkspaceRecord } from '../store/store.js';

/** What changes about sharing, for those who show it or have to act on it. Each is told once it is stored. */
export interface SharingListener {
    /** The workspace is shared, in another way, or not any more. */
    shared?(record: WorkspaceRecord, share: ShareRecord | undefined): void;
    /** Others wait to be let in than before. */
    requested?(record: WorkspaceRecord, requests: readonly JoinRequest[]): void;
    /** How a person's wish to join was decided. */
    decided?(userId: UserId, state: JoinState): void;
    /** A person has become a member. */
    admitted?(record: WorkspaceRecord, userId: UserId): void;
    roleChanged?(record: WorkspaceRecord, userId: UserId, role: GuestRole, by: string): void;
    /** A person's right has ended. */
    ended?(record: WorkspaceRecord, userId: UserId, message: string): void;
}

/** Tells every listener about every change. */
export class SharingChanges {
    private readonly listeners = new Set<SharingListener>();

    on(listener: SharingListener): { dispose(): void } {
        this.listeners.add(listener);
        return { dispose: () => this.listeners.delete(listener) };
    }

    tell(call: (listener: SharingListener) => void): void {
        for (const listener of this.listeners) {
            call(listener);
        }
    }
}
