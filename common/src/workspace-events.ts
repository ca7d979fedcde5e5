import { z } from 'zod';
import { GuestRole, JoinRequest, Share } from './sharing.js';

/** Path on a workspace's origin where the hub streams {@link WorkspaceEvent}s (server-sent events, one JSON object each). */
export const WORKSPACE_EVENTS_PATH = '/.longtable/events';

/** What the hub tells an open workbench. */
export const WorkspaceEvent = z.discriminatedUnion('type', [
    /** How the workspace is shared: at once and at each change. `share` only for those who may manage it. */
    z.object({ type: z.literal('sharing'), shared: z.boolean(), share: Share.optional() }),
    /** Everybody who waits to be admitted: at once and at each change, for those who may manage the workspace. */
    z.object({ type: z.literal('requests'), requests: z.array(JoinRequest) }),
    /** The person's own role changed; the page loads anew. */
    z.object({ type: z.literal('role'), role: GuestRole, by: z.string() }),
    /** The person's right ended; nothing of the workspace may stay on screen. `message` says who ended it. */
    z.object({ type: z.literal('ended'), message: z.string() })
]);
export type WorkspaceEvent = z.infer<typeof WorkspaceEvent>;
