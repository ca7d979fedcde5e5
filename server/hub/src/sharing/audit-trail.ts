import type { AuditAction, AuditEntry, WorkspaceId } from '@longtable/common';
import type { Store, UserRecord } from '../store/store.js';

/** A person who does something, and the address from which they do it. */
export interface Doer {
    readonly user: UserRecord;
    readonly from?: string | undefined;
}

/** Actor of what happens by itself. */
const SYSTEM = { name: 'Longtable' };

/** Writes down who did what in a workspace. Resolves when the entry is on disk. */
export class AuditTrail {
    constructor(
        private readonly store: Store,
        private readonly now: () => number = Date.now
    ) {}

    /** `doer` is undefined for what happens by itself, such as the end of a share's time. */
    note(
        workspaceId: WorkspaceId,
        action: AuditAction,
        doer: { readonly user: Pick<UserRecord, 'id' | 'name'>; readonly from?: string | undefined } | undefined,
        more: { readonly subject?: AuditEntry['subject']; readonly detail?: string } = {}
    ): Promise<void> {
        return this.store.audit.append({
            workspaceId,
            at: new Date(this.now()).toISOString(),
            action,
            actor: doer === undefined ? SYSTEM : { userId: doer.user.id, name: doer.user.name },
            ...(more.subject === undefined ? {} : { subject: more.subject }),
            ...(more.detail === undefined ? {} : { detail: more.detail }),
            ...(doer?.from === undefined ? {} : { from: doer.from })
        });
    }
}
