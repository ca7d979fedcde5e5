import type { GuestRole, Role } from '@longtable/common';

/** What a role comes to, in words. */
export const accessText: Readonly<Record<Role, string>> = {
    viewer: 'Can view',
    editor: 'Can edit',
    owner: 'Owner'
};

/** What can be given to others, the least first. */
export const guestRoles: readonly { readonly id: GuestRole; readonly label: string; readonly detail: string }[] = [
    { id: 'viewer', label: accessText.viewer, detail: 'Read files and see who is where' },
    { id: 'editor', label: accessText.editor, detail: 'Change files, use terminals, run and debug' }
];

/** Said wherever one can begin to share. */
export const securityNote =
    'Whoever can edit can also run commands there, with everything that you could reach from this workspace.';
