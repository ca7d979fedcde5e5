import type { Readable, Writable } from 'node:stream';
import { mkdir } from 'node:fs/promises';
import {
    LongtableError,
    SnapshotId,
    type ChangeSnapshot,
    type ImportSnapshot,
    type LatestSnapshotLink,
    type Snapshot,
    type SnapshotList,
    type TakeSnapshot,
    type UserId
} from '@longtable/common';
import type { Doer } from '../sharing/audit-trail.js';
import type { SnapshotRecord, WorkspaceRecord } from '../store/store.js';
import { folderName } from '../workspaces/repository-url.js';
import { describeSnapshot, describeTaking } from './describe-snapshot.js';
import {
    checkRoom,
    LARGEST,
    RESERVE,
    newSnapshotId,
    snapshotNotFound,
    type SnapshotContext
} from './snapshot-context.js';
import type { SnapshotRecords } from './snapshot-records.js';
import type { Takings } from './takings.js';
import { reasonOf } from './missing-content.js';
import { runJob } from './worker/run-job.js';

/** What the owners of snapshots do with them. Every call names who asks; what is not theirs is `not-found`. */
export class Snapshots {
    constructor(
        private readonly context: SnapshotContext,
        private readonly snapshots: SnapshotRecords,
        private readonly takings: Takings
    ) {}

    /** All of a person, newest first; those of one workspace when it is given. */
    async list(userId: UserId, workspace?: WorkspaceRecord): Promise<SnapshotList> {
        const { store, links } = this.context;
        // Looked at first, as in `get`.
        const takings = this.takings.list(
            one => one.ownerId === userId && (workspace === undefined || one.workspace.id === workspace.id)
        );
        const own = (await store.snapshots.listOf(userId)).filter(
            snapshot => workspace === undefined || snapshot.workspace?.id === workspace.id
        );
        const taken = await Promise.all(
            own.sort((one, other) => other.createdAt.localeCompare(one.createdAt)).map(record => this.describe(record))
        );
        const underWay = takings.filter(({ id }) => own.every(record => record.id !== id));
        const latest = workspace === undefined ? undefined : await store.latestLinks.get(workspace.id);
        return {
            snapshots: [...underWay.map(describeTaking), ...taken],
            ...(latest?.ownerId === userId ? { latest: { url: links.urlOf(latest) } } : {})
        };
    }

    async get(userId: UserId, id: string): Promise<Snapshot> {
        const taking = this.takingOf(userId, id);
        // Looked at first: it becomes a record before it ceases to be one that is being taken.
        return taking === undefined
            ? this.describe(await this.snapshots.ownedBy(userId, id))
            : ((await this.recordOf(taking.id)) ?? describeTaking(taking));
    }

    async take(workspace: WorkspaceRecord, doer: Doer, wish: TakeSnapshot): Promise<Snapshot> {
        return describeTaking(await this.takings.take(workspace, doer, wish));
    }

    async change(doer: Doer, id: string, wish: ChangeSnapshot): Promise<Snapshot> {
        const record = await this.snapshots.ownedBy(doer.user.id, id);
        const { audit, links } = this.context;
        const after = await this.snapshots.update(record.id, before => changed(before, wish, () => links.create()));
        if (
            record.workspace !== undefined &&
            (wish.visibility ?? wish.people ?? wish.expiresAt ?? wish.revoked) !== undefined
        ) {
            const revoked = record.linkId !== undefined && after.linkId === undefined;
            await audit.note(record.workspace.id, revoked ? 'snapshot-revoked' : 'snapshot-changed', doer, {
                detail: after.name
            });
        }
        return this.describe(after);
    }

    /** Deletes a snapshot, or cancels one that is being taken. Content that nobody else uses goes after it. */
    async remove(doer: Doer, id: string): Promise<void> {
        const { store, audit, collector } = this.context;
        const taking = this.takingOf(doer.user.id, id);
        if (taking !== undefined) {
            await this.takings.cancel(taking);
            if ((await store.snapshots.get(taking.id)) === undefined) {
                return;
            }
        }
        const record = await this.snapshots.ownedBy(doer.user.id, id);
        await this.snapshots.remove(record.id);
        if (record.workspace !== undefined) {
            await audit.note(record.workspace.id, 'snapshot-deleted', doer, { detail: record.name });
            if ((await store.snapshots.listOfWorkspace(record.workspace.id)).length === 0) {
                const workspace = await store.workspaces.get(record.workspace.id);
                if (workspace === undefined) {
                    // Nothing can ever come that it could lead to.
                    await store.latestLinks.remove(record.workspace.id);
                }
            }
        }
        void collector.request();
    }

    /** Makes the moving link of a workspace, or answers the one there is. */
    async linkLatest(workspace: WorkspaceRecord, userId: UserId): Promise<LatestSnapshotLink> {
        const { store, links } = this.context;
        const known = await store.latestLinks.get(workspace.id);
        const link = known ?? { workspaceId: workspace.id, ownerId: userId, ...links.create() };
        if (link.ownerId !== userId) {
            throw new LongtableError('conflict', 'Somebody else has made the moving link of this workspace.');
        }
        if (known === undefined) {
            await store.latestLinks.put(link);
        }
        return { url: links.urlOf(link) };
    }

    /** Ends it: the next one is another. */
    async unlinkLatest(workspace: WorkspaceRecord, userId: UserId): Promise<void> {
        const link = await this.context.store.latestLinks.get(workspace.id);
        if (link?.ownerId === userId) {
            await this.context.store.latestLinks.remove(workspace.id);
        }
    }

    /** The name of the file that an export makes. Throws `not-found`. */
    async exportName(userId: UserId, id: string): Promise<string> {
        return `${folderName((await this.snapshots.ownedBy(userId, id)).name)}.tar.zst`;
    }

    /** Writes the snapshot as `tar.zst`; the output is not ended. */
    async export(userId: UserId, id: string, output: Writable): Promise<void> {
        const { guard, worker, content, store } = this.context;
        const record = await this.snapshots.ownedBy(userId, id);
        await guard
            .use(() => runJob(worker, { type: 'export', content, id: record.id, folder: record.folder }, { output }))
            .catch(async (error: unknown) => {
                throw await reasonOf(error, store, record.id);
            });
    }

    /** Makes a snapshot of an archive, visible to its owner alone. */
    async import(doer: Doer, input: Readable, { name }: ImportSnapshot): Promise<Snapshot> {
        const { guard, worker, content, store, links, collector } = this.context;
        const quota = await this.takings.quotaOf(doer.user.id);
        const id = newSnapshotId();
        await mkdir(content, { recursive: true, mode: 0o700 });
        await checkRoom(content, 0, 'Nothing was kept.');
        try {
            return await guard.use(async () => {
                const manifest = await runJob(
                    worker,
                    { type: 'import', content, id, largest: LARGEST, quota, reserve: RESERVE },
                    { input }
                );
                const folder = folderName(manifest.folder);
                const record: SnapshotRecord = {
                    id,
                    ownerId: doer.user.id,
                    name: name ?? folder,
                    folder,
                    createdAt: manifest.createdAt,
                    files: manifest.files,
                    bytes: manifest.bytes,
                    addedBytes: manifest.addedBytes,
                    opened: 0,
                    ...links.create(),
                    endedTokens: [],
                    visibility: 'me',
                    people: []
                };
                await store.snapshots.put(record);
                return this.describe(record);
            });
        } finally {
            void collector.request();
        }
    }

    private takingOf(userId: UserId, id: string) {
        const parsed = SnapshotId.safeParse(id);
        const taking = parsed.success ? this.takings.get(parsed.data) : undefined;
        if (taking !== undefined && taking.ownerId !== userId) {
            throw snapshotNotFound();
        }
        return taking;
    }

    private async recordOf(id: SnapshotId): Promise<Snapshot | undefined> {
        const record = await this.context.store.snapshots.get(id);
        return record && this.describe(record);
    }

    private async describe(record: SnapshotRecord): Promise<Snapshot> {
        const { store, links, collector } = this.context;
        const [workspace, own] = await Promise.all([
            record.workspace && store.workspaces.get(record.workspace.id),
            store.workspaces.listOwnedBy(record.ownerId)
        ]);
        return describeSnapshot(record, {
            exists: workspace !== undefined && workspace.status !== 'deleting',
            uniqueBytes: collector.uniqueBytes(record.id),
            workspaces: own.filter(({ snapshot }) => snapshot?.id === record.id),
            url: record.linkId === undefined ? undefined : links.urlOf({ linkId: record.linkId })
        });
    }
}

function changed(
    before: SnapshotRecord,
    wish: ChangeSnapshot,
    newLink: () => Required<Pick<SnapshotRecord, 'linkId' | 'tokenHash'>>
): SnapshotRecord {
    const { note, expiresAt, linkId, tokenHash, ...rest } = before;
    const nextNote = wish.note ?? note;
    const nextEnd = wish.expiresAt === 'never' ? undefined : (wish.expiresAt ?? expiresAt);
    const link = linkId === undefined || tokenHash === undefined ? undefined : { linkId, tokenHash };
    const revokes = wish.revoked === true && link !== undefined;
    const nextLink = revokes ? undefined : wish.revoked === false ? (link ?? newLink()) : link;
    return {
        ...rest,
        name: wish.name ?? before.name,
        ...(nextNote === undefined || nextNote === '' ? {} : { note: nextNote }),
        ...(nextEnd === undefined ? {} : { expiresAt: nextEnd }),
        ...nextLink,
        endedTokens: revokes ? [...before.endedTokens, link.tokenHash] : before.endedTokens,
        visibility: wish.visibility ?? before.visibility,
        people: wish.people ?? before.people
    };
}
