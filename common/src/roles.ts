import { z } from 'zod';

/** What a person is in one workspace, from the least to the most. */
export const Role = z.enum(['viewer', 'editor', 'owner']);
export type Role = z.infer<typeof Role>;

/**
 * What a role allows. Every check in Longtable asks for a capability, never for the name of a role.
 *
 * - `read`: files and live text, search, people, watchable terminals
 * - `edit`: change files, own terminals, tasks, debugging, git, extensions
 * - `snapshot`: take snapshots
 * - `manage`: start, stop, rename, pin, download, delete, and everything about sharing
 */
export const Capability = z.enum(['read', 'edit', 'snapshot', 'manage']);
export type Capability = z.infer<typeof Capability>;

const capabilitiesOfRole: Readonly<Record<Role, readonly Capability[]>> = {
    viewer: ['read'],
    editor: ['read', 'edit'],
    owner: ['read', 'edit', 'snapshot', 'manage']
};

/** The capabilities of a role, for telling a client what to offer. */
export function capabilitiesOf(role: Role): readonly Capability[] {
    return capabilitiesOfRole[role];
}

/** Whether a role includes a capability. */
export function can(role: Role, capability: Capability): boolean {
    return capabilitiesOfRole[role].includes(capability);
}
