import {
    TakeSnapshot,
    type LatestSnapshotLink,
    type SecretList,
    type Snapshot,
    type SnapshotList
} from '@longtable/common';
import type { WorkspaceCall } from '../sharing/sharing-calls.js';

/** Every call about the snapshots of one workspace. */
export const snapshotCalls: readonly WorkspaceCall[] = [
    {
        method: 'GET',
        path: '/snapshots',
        capability: 'snapshot',
        handle: ({ snapshots }, { access, doer }): Promise<SnapshotList> =>
            snapshots.objects.list(doer.user.id, access.record)
    },
    {
        method: 'POST',
        path: '/snapshots',
        capability: 'snapshot',
        handle: ({ snapshots }, { access, doer, body }): Promise<Snapshot> =>
            snapshots.objects.take(access.record, doer, TakeSnapshot.parse(body ?? {}))
    },
    {
        method: 'GET',
        path: '/snapshots/secrets',
        capability: 'snapshot',
        handle: ({ snapshots }, { access }): Promise<SecretList> => snapshots.takings.secrets(access.record)
    },
    {
        method: 'PUT',
        path: '/snapshots/latest',
        capability: 'snapshot',
        handle: ({ snapshots }, { access, doer }): Promise<LatestSnapshotLink> =>
            snapshots.objects.linkLatest(access.record, doer.user.id)
    },
    {
        method: 'DELETE',
        path: '/snapshots/latest',
        capability: 'snapshot',
        handle: ({ snapshots }, { access, doer }) => snapshots.objects.unlinkLatest(access.record, doer.user.id)
    },
    // Also here, because a workbench reaches no other calls.
    {
        method: 'GET',
        path: '/snapshots/:snapshotId',
        capability: 'snapshot',
        handle: ({ snapshots }, { doer, parameter }): Promise<Snapshot> =>
            snapshots.objects.get(doer.user.id, parameter)
    },
    {
        method: 'DELETE',
        path: '/snapshots/:snapshotId',
        capability: 'snapshot',
        handle: ({ snapshots }, { doer, parameter }) => snapshots.objects.remove(doer, parameter)
    }
];
