import { z } from 'zod';
import { SnapshotId, UserId, WorkspaceId } from './ids.js';
import { OneLine } from './one-line.js';
import { Capability, Role } from './roles.js';
import type { JoinRequest, JoinState } from './sharing.js';

/** Where the API lives on the hub's own origin. */
export const API_PREFIX = '/api/v1';

/** Body of `POST /login/dev`. */
export const DevSignIn = z.object({
    name: OneLine,
    email: z
        .union([z.email('Enter an e-mail address like ada@example.org, or leave the field empty.'), z.literal('')])
        .optional()
});
export type DevSignIn = z.infer<typeof DevSignIn>;

/** Answer of `GET /me`. */
export const Me = z.object({
    id: UserId,
    name: z.string(),
    email: z.string().optional(),
    avatar: z.string().optional(),
    /** Whether the person administers this Longtable. */
    admin: z.boolean().default(false)
});
export type Me = z.infer<typeof Me>;

/** Answer of `GET /installation`, which needs no sign-in: what the sign-in page has to know. */
export const Installation = z.object({
    signIn: z.array(z.enum(['dev', 'github', 'oidc'])),
    runtime: z.enum(['bubblewrap', 'process']),
    version: z.string()
});
export type Installation = z.infer<typeof Installation>;

export const WorkspaceStatus = z.enum(['creating', 'starting', 'running', 'stopped', 'stopping', 'failed']);
export type WorkspaceStatus = z.infer<typeof WorkspaceStatus>;

/** How far a workspace that is being made has come. `percent` is within the step, 0 to 100. */
export const Progress = z.object({
    step: z.enum(['sandbox', 'restore', 'clone', 'ide']),
    message: z.string(),
    percent: z.number().min(0).max(100).optional()
});
export type Progress = z.infer<typeof Progress>;

/** A workspace as one person sees it. Times are ISO 8601 in UTC. */
export const Workspace = z.object({
    id: WorkspaceId,
    name: z.string(),
    repository: z.string().optional(),
    ref: z.string().optional(),
    /** The snapshot that it was made of. */
    snapshot: z.object({ id: SnapshotId, name: z.string() }).optional(),
    status: WorkspaceStatus,
    /** A sentence for people: why it is in this status. */
    statusReason: z.string().optional(),
    progress: Progress.optional(),
    pinned: z.boolean(),
    role: Role,
    capabilities: z.array(Capability),
    owner: z.object({ id: UserId, name: z.string() }),
    /** Whether a share link to it is good now. */
    shared: z.boolean(),
    /** Who is inside, each person once. */
    present: z.array(z.object({ userId: UserId, name: z.string(), avatar: z.string().optional() })).default([]),
    /** Address of the IDE; opening it goes through `/w/<id>`. */
    url: z.url(),
    createdAt: z.iso.datetime(),
    lastStartedAt: z.iso.datetime().optional()
});
export type Workspace = z.infer<typeof Workspace>;

/** Body of `POST /workspaces`. */
export const CreateWorkspace = z.strictObject({
    repository: z.string().trim().min(1).max(2000).optional(),
    ref: z
        .string()
        .trim()
        .max(250)
        .regex(/^[^-\s~^:?*[\\][^\s~^:?*[\\]*$/, 'That is not the name of a branch, tag or commit.')
        .optional(),
    name: OneLine.optional()
});
export type CreateWorkspace = z.infer<typeof CreateWorkspace>;

/** Body of `PATCH /workspaces/:id`. */
export const UpdateWorkspace = z.strictObject({
    name: OneLine.optional(),
    pinned: z.boolean().optional()
});
export type UpdateWorkspace = z.infer<typeof UpdateWorkspace>;

export const WorkspaceList = z.object({ workspaces: z.array(Workspace) });
export type WorkspaceList = z.infer<typeof WorkspaceList>;

export const ErrorBody = z.object({ error: z.object({ code: z.string(), message: z.string() }) });
export type ErrorBody = z.infer<typeof ErrorBody>;

/** Events of the dashboard's socket.io connection, hub to browser. */
export interface LiveEvents {
    /** Everything the person may see, sent once on every (re)connection. */
    workspaces: (list: WorkspaceList) => void;
    /** A workspace is new or has changed. */
    workspace: (workspace: Workspace) => void;
    /** A workspace is gone, or the person's right in it. */
    workspaceRemoved: (id: WorkspaceId) => void;
    /** Everybody who waits to be let into a workspace of the person's: on (re)connection and at each change. */
    requests: (workspaceId: WorkspaceId, requests: JoinRequest[]) => void;
    /** The person's own request to join was decided. */
    joinDecided: (state: JoinState) => void;
}

/** Path on a workspace's origin under which the hub itself answers; nothing below it reaches the workspace. */
export const WORKSPACE_HUB_PREFIX = '/.longtable';

/** Answer of `GET /.longtable/context` on a workspace's origin: what the workbench has to know. */
export const WorkbenchContext = z.object({
    me: Me,
    workspace: Workspace,
    /** Origin of the hub, for links back to the dashboard. */
    hubUrl: z.url(),
    runtime: Installation.shape.runtime
});
export type WorkbenchContext = z.infer<typeof WorkbenchContext>;
