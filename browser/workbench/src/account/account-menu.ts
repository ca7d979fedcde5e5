import { type Command } from '@theia/core/lib/common/command';
import { type MenuPath } from '@theia/core/lib/common/menu';

/** The menu behind the avatar. */
export const ACCOUNT_MENU: MenuPath = ['longtable-account-menu'];

/** Its groups, in their order. */
export const AccountMenuGroup = {
    sharing: [...ACCOUNT_MENU, '1_sharing'],
    snapshots: [...ACCOUNT_MENU, '2_snapshots'],
    workspace: [...ACCOUNT_MENU, '3_workspace'],
    session: [...ACCOUNT_MENU, '4_session']
} as const satisfies Record<string, readonly string[]>;

const category = 'Workspace';

export const AccountCommand = {
    openDashboard: { id: 'longtable.workspace.open-dashboard', category, label: 'Open Dashboard' },
    stop: { id: 'longtable.workspace.stop', category, label: 'Stop Workspace' },
    signOut: { id: 'longtable.workspace.sign-out', category, label: 'Sign Out' },
    /** Opens the menu itself, for people who use the keyboard. */
    showMenu: { id: 'longtable.workspace.account-menu', category, label: 'Show Account Menu' }
} as const satisfies Record<string, Command>;
