import type { Snapshot } from '@longtable/common';
import type { SnapshotRecord, WorkspaceRecord } from '../store/store.js';
import type { Taking } from './takings.js';

/** A snapshot as its owner sees it. */
export function describeSnapshot(
    record: SnapshotRecord,
    known: {
        readonly exists: boolean;
        readonly uniqueBytes: number | undefined;
        readonly workspaces: readonly WorkspaceRecord[];
        readonly url: string | undefined;
    }
): Snapshot {
    const {
        workspace,
        linkId,
        tokenHash: _hash,
        endedTokens: _ended,
        ownerId: _owner,
        folder: _folder,
        ...rest
    } = record;
    return {
        ...rest,
        status: 'ready',
        people: [...record.people],
        ...(workspace === undefined ? {} : { workspace: { ...workspace, exists: known.exists } }),
        ...(known.uniqueBytes === undefined ? {} : { uniqueBytes: known.uniqueBytes }),
        revoked: linkId === undefined,
        workspaces: known.workspaces.map(({ id, name }) => ({ id, name })),
        ...(known.url === undefined ? {} : { url: known.url })
    };
}

/** One that is being taken or that has failed. */
export function describeTaking({ id, name, note, createdAt, workspace, progress, failure }: Taking): Snapshot {
    return {
        id,
        name,
        ...(note === undefined ? {} : { note }),
        status: failure === undefined ? 'taking' : 'failed',
        ...(failure === undefined ? { progress } : { statusReason: failure.message }),
        createdAt,
        workspace: { id: workspace.id, name: workspace.name, exists: true },
        ...(workspace.snapshot === undefined ? {} : { from: workspace.snapshot }),
        files: progress.files,
        bytes: progress.bytes,
        addedBytes: 0,
        visibility: 'link',
        people: [],
        revoked: false,
        opened: 0,
        workspaces: []
    };
}
