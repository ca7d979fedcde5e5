import { Command } from '@theia/core/lib/common/command';
import { MenuPath } from '@theia/core/lib/common/menu';

/** The menu behind the avatar. Sharing and snapshots get groups of their own before `WORKSPACE`. */
export namespace AccountMenu {
    export const MENU: MenuPath = ['longtable-account-menu'];
    export const WORKSPACE: MenuPath = [...MENU, '3_workspace'];
    export const SESSION: MenuPath = [...MENU, '4_session'];
}

const category = 'Workspace';

export namespace AccountCommands {
    export const OPEN_DASHBOARD: Command = {
        id: 'longtable.workspace.open-dashboard',
        category,
        label: 'Open Dashboard'
    };
    export const STOP: Command = { id: 'longtable.workspace.stop', category, label: 'Stop Workspace' };
    export const SIGN_OUT: Command = { id: 'longtable.workspace.sign-out', category, label: 'Sign Out' };
    /** Opens the menu itself, for people who use the keyboard. */
    export const SHOW_MENU: Command = { id: 'longtable.workspace.account-menu', category, label: 'Show Account Menu' };
}
