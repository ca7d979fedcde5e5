import { join } from 'node:path';
import {
    LongtableError,
    type OpenSnapshot,
    type SnapshotId,
    type SnapshotOffer,
    type UserId,
    type Workspace,
    type WorkspaceId
} from '@longtable/common';
import { hashOfToken } from '../identity/secret-token.js';
import type { Doer } from '../sharing/audit-trail.js';
import type { SnapshotRecord, UserRecord, WorkspaceRecord } from '../store/store.js';
import type { Workspaces } from '../workspaces/workspaces.js';
import { isForPerson, isOver } from './snapshot-rights.js';
import { checkRoom, snapshotNotFound, type SnapshotContext } from './snapshot-context.js';
import { takeUpSession } from './session.js';
import type { SnapshotRecords } from './snapshot-records.js';
import { reasonOf } from './missing-content.js';
import { runJob } from './worker/run-job.js';

interface Found {
    readonly snapshot: SnapshotRecord;
    readonly latest: boolean;
}

/** Makes workspaces from snapshots. */
export class Openings {
    constructor(
        private readonly context: SnapshotContext,
        private readonly snapshots: SnapshotRecords,
        private readonly workspaces: () => Workspaces
    ) {}

    /** What a link leads to. Throws `not-found` or `link-ended`. */
    async look(user: UserRecord, token: string): Promise<SnapshotOffer> {
        const { snapshot, latest } = await this.find(user, token);
        const { name, note, workspace, repository, ref, commit, createdAt, expiresAt, files, bytes } = snapshot;
        const owner = await this.context.store.users.get(snapshot.ownerId);
        return {
            name,
            ...(note === undefined ? {} : { note }),
            owner: owner?.name ?? 'someone who has left',
            ...(workspace === undefined ? {} : { workspace: workspace.name }),
            ...(repository === undefined ? {} : { repository }),
            ...(ref === undefined ? {} : { ref }),
            ...(commit === undefined ? {} : { commit }),
            createdAt,
            ...(expiresAt === undefined ? {} : { expiresAt }),
            files,
            bytes,
            latest
        };
    }

    /** Makes a workspace of the person's own; answers while its files are still on their way. */
    async open(doer: Doer, request: OpenSnapshot): Promise<Workspace> {
        const { snapshot } =
            'token' in request
                ? await this.find(doer.user, request.token)
                : { snapshot: await this.snapshots.ownedBy(doer.user.id, request.id) };
        await checkRoom(this.context.data, snapshot.bytes, 'No workspace was made.');
        // Counted before it is filled, which goes by it.
        await this.count(snapshot.id, 1);
        const workspace = await this.workspaces()
            .createFrom(doer, snapshot, request.name)
            .catch(async (error: unknown) => {
                await this.count(snapshot.id, -1);
                throw error;
            });
        if (snapshot.workspace !== undefined) {
            await this.context.audit.note(snapshot.workspace.id, 'snapshot-opened', doer, { detail: snapshot.name });
        }
        return workspace;
    }

    /** Puts the files of its snapshot into the volume of a new workspace. Throws with what went wrong. */
    async fill(record: WorkspaceRecord, signal: AbortSignal): Promise<void> {
        const { store, runtime, guard, trees, worker, content, records, collector } = this.context;
        const { id, snapshot } = record;
        if (snapshot === undefined) {
            return;
        }
        await guard.use(async () => {
            const { directory, state, owner } = await runtime.files(id);
            const stored = await store.snapshots.get(snapshot.id);
            const base = stored === undefined ? undefined : await trees.of(stored, state);
            const { session } = await runJob(
                worker,
                { type: 'restore', content, id: snapshot.id, target: join(directory, record.folder), owner, base },
                {
                    signal,
                    onProgress: (done, total) => {
                        void this.tell(id, done.files, total?.files, done.bytes, total?.bytes);
                    }
                }
            ).catch(async (error: unknown) => {
                throw signal.aborted ? (signal.reason as Error) : await reasonOf(error, store, snapshot.id);
            });
            if (session !== undefined) {
                await takeUpSession(this.context, record, session);
            }
            await records.update(id, before => ({ ...before, provisioned: true }));
        });
        // The snapshot may have been deleted meanwhile, and was kept for this.
        if ((await store.snapshots.get(snapshot.id)) === undefined) {
            void collector.request();
        }
    }

    private async count(id: SnapshotId, more: number): Promise<void> {
        await this.snapshots.update(id, before => ({ ...before, opened: before.opened + more }));
    }

    private async tell(id: WorkspaceId, files: number, ofFiles = 0, bytes = 0, ofBytes = 0): Promise<void> {
        await this.context.records.setProgress(id, {
            step: 'restore',
            message: `${files.toLocaleString('en')} of ${ofFiles.toLocaleString('en')} files.`,
            // Small files take as long as large ones.
            percent: Math.min(100, 50 * (files / Math.max(1, ofFiles)) + 50 * (bytes / Math.max(1, ofBytes)))
        });
    }

    private async find(user: UserRecord, token: string): Promise<Found> {
        const { store } = this.context;
        const tokenHash = hashOfToken(token);
        const snapshot = await store.snapshots.findByToken(tokenHash);
        if (snapshot !== undefined) {
            // Who may not know of it is not told that it was revoked either.
            if (!isForPerson(snapshot, user)) {
                throw snapshotNotFound();
            }
            if (snapshot.tokenHash !== tokenHash) {
                throw new LongtableError(
                    'link-ended',
                    'This link was revoked. Ask whoever gave it to you for another.'
                );
            }
            if (isOver(snapshot)) {
                throw new LongtableError(
                    'link-ended',
                    'The time of this link is over. Ask whoever gave it to you for another.'
                );
            }
            return { snapshot, latest: false };
        }
        const link = await store.latestLinks.findByToken(tokenHash);
        if (link === undefined) {
            throw snapshotNotFound();
        }
        return { snapshot: await this.latestOf(link.workspaceId, link.ownerId, user), latest: true };
    }

    private async latestOf(id: WorkspaceId, ownerId: UserId, user: UserRecord): Promise<SnapshotRecord> {
        const all = await this.context.store.snapshots.listOfWorkspace(id);
        const [newest] = all
            .filter(snapshot => snapshot.ownerId === ownerId && snapshot.linkId !== undefined)
            .filter(snapshot => !isOver(snapshot) && isForPerson(snapshot, user))
            .sort((one, other) => other.createdAt.localeCompare(one.createdAt));
        if (newest === undefined) {
            throw snapshotNotFound();
        }
        return newest;
    }
}
