import { type Command } from '@theia/core/lib/common/command';

const category = 'Workspace';

export const TableCommand = {
    follow: { id: 'longtable.table.follow', category, label: 'Follow…' },
    stopFollowing: { id: 'longtable.table.stopFollowing', category, label: 'Stop Following' },
    bringEveryone: { id: 'longtable.table.bringEveryone', category, label: 'Bring Everyone to Me' }
} as const satisfies Record<string, Command>;
