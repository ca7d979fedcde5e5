import { type Command } from '@theia/core/lib/common/command';

const category = 'Workspace';

export const SharingCommand = {
    share: { id: 'longtable.sharing.share', category, label: 'Share Running Workspace' },
    stop: { id: 'longtable.sharing.stop', category, label: 'Stop Sharing' }
} as const satisfies Record<string, Command>;
