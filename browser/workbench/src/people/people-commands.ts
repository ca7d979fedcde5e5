import { type Command } from '@theia/core/lib/common/command';

export const PeopleCommand = {
    showPanel: { id: 'longtable.people.show', category: 'Workspace', label: 'Show People' }
} as const satisfies Record<string, Command>;
