import { z } from 'zod';

/** Identifies a person across sign-ins. */
export const UserId = z.string().min(1).max(64).brand<'UserId'>();
export type UserId = z.infer<typeof UserId>;

/**
 * Identifies a workspace. It is the first label of the workspace's host name and part of the label of its ports and
 * webviews (at most 63 characters, RFC 1035), hence short, lower case and without hyphens.
 */
export const WorkspaceId = z
    .string()
    .regex(/^[a-z][a-z0-9]{7,15}$/)
    .brand<'WorkspaceId'>();
export type WorkspaceId = z.infer<typeof WorkspaceId>;

/** Identifies a snapshot. */
export const SnapshotId = z
    .string()
    .regex(/^[a-z][a-z0-9]{15}$/)
    .brand<'SnapshotId'>();
export type SnapshotId = z.infer<typeof SnapshotId>;
