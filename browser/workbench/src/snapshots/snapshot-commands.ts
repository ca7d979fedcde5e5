import { type Command } from '@theia/core/lib/common/command';

const category = 'Workspace';

export const SnapshotCommand = {
    take: { id: 'longtable.snapshots.take', category, label: 'Take Snapshot' },
    manage: { id: 'longtable.snapshots.manage', category, label: 'Manage Snapshots' }
} as const satisfies Record<string, Command>;
