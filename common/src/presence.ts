import { z } from 'zod';
import { UserId } from './ids.js';
import { Role } from './roles.js';

/** Path of the presence WebSocket, on the origin of a workspace (the hub passes it on) and at the agent alike. */
export const PRESENCE_PATH = '/.longtable/presence';

/** `idle` after two minutes without input, `away` while the page is hidden. */
export const Activity = z.enum(['active', 'idle', 'away']);
export type Activity = z.infer<typeof Activity>;

/** Where someone is: a path relative to the workspace's folder, and a line counted from 1. */
export const PresenceLocation = z.object({ path: z.string().max(1000), line: z.number().int().positive().optional() });
export type PresenceLocation = z.infer<typeof PresenceLocation>;

/** One person at the table, however many tabs they have open. */
export const PresentPerson = z.object({
    userId: UserId,
    name: z.string(),
    avatar: z.string().optional(),
    role: Role,
    tabs: z.number().int().positive(),
    activity: Activity,
    location: PresenceLocation.optional()
});
export type PresentPerson = z.infer<typeof PresentPerson>;

/** What a tab tells the agent over the presence WebSocket. Who it is comes from the assertion of the upgrade alone. */
export const PresenceReport = z.strictObject({ activity: Activity, location: PresenceLocation.optional() });
export type PresenceReport = z.infer<typeof PresenceReport>;

/** What the agent tells every tab, and the hub at `GET /control/presence` (one JSON object a line, at once and at each change). */
export const People = z.object({ people: z.array(PresentPerson) });
export type People = z.infer<typeof People>;
