import {
    API_PREFIX,
    LatestSnapshotLink,
    SecretList,
    Snapshot,
    SnapshotList,
    SnapshotOffer,
    Workspace,
    type ChangeSnapshot,
    type OpenSnapshot,
    type SnapshotId,
    type TakeSnapshot,
    type WorkspaceId
} from '@longtable/common';
import type { Caller } from './hub-api.js';
import { workspacePath } from './workspace-path.js';

/** What the API offers for snapshots. */
export interface SnapshotsApi {
    /** All of one's own, or those of one workspace with its moving link. */
    snapshots(workspaceId?: WorkspaceId): Promise<SnapshotList>;
    snapshot(id: SnapshotId): Promise<Snapshot>;
    /** Begins to take one: the answer is on its way. */
    takeSnapshot(id: WorkspaceId, wanted: TakeSnapshot): Promise<Snapshot>;
    secretFiles(id: WorkspaceId): Promise<SecretList>;
    changeSnapshot(id: SnapshotId, wanted: ChangeSnapshot): Promise<Snapshot>;
    /** Also cancels one that is being taken. */
    deleteSnapshot(id: SnapshotId): Promise<void>;
    latestLink(id: WorkspaceId): Promise<string>;
    endLatestLink(id: WorkspaceId): Promise<void>;
    lookAtSnapshot(token: string): Promise<SnapshotOffer>;
    openSnapshot(wanted: OpenSnapshot): Promise<Workspace>;
    importSnapshot(archive: Blob, name: string): Promise<Snapshot>;
}

export function snapshotCalls({ call, demand }: Caller): SnapshotsApi {
    const latestPath = (id: WorkspaceId): string => `${workspacePath(id)}/snapshots/latest`;
    return {
        snapshots: id =>
            demand(id === undefined ? `${API_PREFIX}/snapshots` : `${workspacePath(id)}/snapshots`, SnapshotList),
        snapshot: id => demand(snapshotPath(id), Snapshot),
        takeSnapshot: (id, wanted) =>
            demand(`${workspacePath(id)}/snapshots`, Snapshot, { method: 'POST', body: wanted }),
        secretFiles: id => demand(`${workspacePath(id)}/snapshots/secrets`, SecretList),
        changeSnapshot: (id, wanted) => demand(snapshotPath(id), Snapshot, { method: 'PATCH', body: wanted }),
        deleteSnapshot: async id => {
            await call(snapshotPath(id), undefined, { method: 'DELETE' });
        },
        latestLink: async id => (await demand(latestPath(id), LatestSnapshotLink, { method: 'PUT' })).url,
        endLatestLink: async id => {
            await call(latestPath(id), undefined, { method: 'DELETE' });
        },
        lookAtSnapshot: token =>
            demand(`${API_PREFIX}/snapshots/look`, SnapshotOffer, { method: 'POST', body: { token } }),
        openSnapshot: wanted => demand(`${API_PREFIX}/snapshots/open`, Workspace, { method: 'POST', body: wanted }),
        importSnapshot: (archive, name) =>
            demand(`${API_PREFIX}/snapshots/import?name=${encodeURIComponent(name)}`, Snapshot, {
                method: 'POST',
                upload: archive
            })
    };
}

/** Where the files of a snapshot can be downloaded as `tar.zst`. */
export function exportPath(id: SnapshotId): string {
    return `${snapshotPath(id)}/download`;
}

function snapshotPath(id: SnapshotId): string {
    return `${API_PREFIX}/snapshots/${encodeURIComponent(id)}`;
}
