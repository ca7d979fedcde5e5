import {
    LARGEST_WORKBENCH_STATE,
    LongtableError,
    type UserId,
    type WorkbenchState,
    type WorkbenchStateAnswer,
    type WorkbenchStateChange,
    type WorkbenchStateChanged,
    type WorkspaceId
} from '@longtable/common';
import type { Store, WorkbenchStateRecord, WorkspaceRecord } from '../store/store.js';
import { SerialQueue } from '../workspaces/serial-queue.js';
import { folderAddress, portableBreakpoints, portableLayouts } from './portable-state.js';

type Entries = WorkbenchStateRecord['entries'];

/** What the workbenches of people keep in workspaces. Who may ask for it has been checked by the caller. */
export class WorkbenchStates {
    private readonly queue = new SerialQueue<string>();

    constructor(private readonly store: Store) {}

    /** What a person's workbench has kept; for a guest who comes for the first time, the owner's layout. */
    async read({ id, ownerId, folder }: WorkspaceRecord, userId: UserId): Promise<WorkbenchStateAnswer> {
        const own = await this.store.workbenchStates.get(id, userId);
        if (own !== undefined) {
            const revisions = Object.entries(own.entries).map(([name, { revision }]) => [name, revision] as const);
            return {
                revision: own.revision,
                entries: textsOf(own.entries),
                revisions: Object.fromEntries(revisions)
            };
        }
        const owners = userId === ownerId ? undefined : await this.store.workbenchStates.get(id, ownerId);
        return {
            revision: 0,
            revisions: {},
            entries:
                owners === undefined
                    ? {}
                    : portableLayouts(textsOf(owners.entries), { folder: folderAddress(folder), terminals: new Set() })
        };
    }

    /** Throws `payload-too-large` when more would be kept than may be; nothing is changed then. */
    change(id: WorkspaceId, userId: UserId, change: WorkbenchStateChange): Promise<WorkbenchStateChanged> {
        return this.queue.run(`${id}/${userId}`, async () => {
            const { set, remove } = change;
            const before = await this.store.workbenchStates.get(id, userId);
            const entries = new Map(Object.entries(before?.entries ?? {}));
            const revision = (before?.revision ?? 0) + 1;
            let changed = false;
            for (const [name, text] of [...Object.entries(set), ...remove.map(name => [name, undefined] as const)]) {
                if (text === undefined) {
                    changed = entries.delete(name) || changed;
                } else if (entries.get(name)?.text !== text) {
                    entries.set(name, { text, revision });
                    changed = true;
                }
            }
            if (!changed) {
                return { revision: before?.revision ?? 0 };
            }
            if (lengthOf(entries) > LARGEST_WORKBENCH_STATE) {
                throw new LongtableError(
                    'payload-too-large',
                    'The layout and histories of this workspace have grown too large to be kept on the server. What was kept before is still there, and this browser goes on with what it has.'
                );
            }
            await this.store.workbenchStates.put({
                workspaceId: id,
                userId,
                revision,
                entries: Object.fromEntries(entries)
            });
            return { revision };
        });
    }

    /** What a person's workbench has at their first visit to a workspace that is new. */
    begin(id: WorkspaceId, userId: UserId, state: WorkbenchState): Promise<void> {
        const entries = Object.entries(state).map(([name, text]) => [name, { text, revision: 1 }] as const);
        return this.store.workbenchStates.put({
            workspaceId: id,
            userId,
            revision: 1,
            entries: Object.fromEntries(entries)
        });
    }

    /** What goes into a snapshot that a person takes: their layout with some terminals, and their breakpoints. */
    async forSnapshot(
        { id, folder }: WorkspaceRecord,
        userId: UserId,
        terminals: ReadonlySet<number>
    ): Promise<WorkbenchState> {
        const own = await this.store.workbenchStates.get(id, userId);
        const texts = textsOf(own?.entries ?? {});
        const portable = { folder: folderAddress(folder), terminals };
        return { ...portableLayouts(texts, portable), ...portableBreakpoints(texts, portable) };
    }
}

function textsOf(entries: Entries): WorkbenchState {
    return Object.fromEntries(Object.entries(entries).map(([name, { text }]) => [name, text]));
}

function lengthOf(entries: ReadonlyMap<string, { readonly text: string }>): number {
    let length = 0;
    for (const [name, { text }] of entries) {
        length += name.length + text.length;
    }
    return length;
}
