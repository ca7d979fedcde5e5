import { z } from 'zod';
import { UserId } from './ids.js';
import { Role } from './roles.js';

/** Path of the presence WebSocket, on the origin of a workspace (the hub passes it on) and at the agent alike. */
export const PRESENCE_PATH = '/.longtable/presence';

/** How many colours there are for people; two people have the same one only when more are present than that. */
export const PERSON_COLOURS = 10;

/** `idle` after two minutes without input, `away` while the page is hidden. */
export const Activity = z.enum(['active', 'idle', 'away']);
export type Activity = z.infer<typeof Activity>;

const Line = z.number().int().positive();

/** What shows the file: a text editor, two texts side by side (by their addresses), or something that is no text. */
export const PresenceView = z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('text') }),
    z.strictObject({ kind: z.literal('diff'), left: z.string().max(1500), right: z.string().max(1500) }),
    z.strictObject({ kind: z.literal('preview'), type: z.string().max(200) })
]);
export type PresenceView = z.infer<typeof PresenceView>;

/** Where someone is: a path relative to the workspace's folder, and lines counted from 1. */
export const PresenceLocation = z.object({
    path: z.string().max(1000),
    line: Line.optional(),
    /** First and last line in sight. */
    lines: z.tuple([Line, Line]).optional(),
    /** Left out for a text editor. */
    view: PresenceView.optional()
});
export type PresenceLocation = z.infer<typeof PresenceLocation>;

/** Names one tab of a browser among all that are open; the tab makes it up. */
const TabId = z.string().max(40);

/** One person at the table, however many tabs they have open. */
export const PresentPerson = z.object({
    userId: UserId,
    name: z.string(),
    avatar: z.string().optional(),
    role: Role,
    tabs: z.number().int().positive(),
    activity: Activity,
    location: PresenceLocation.optional(),
    /** Counted from 0; whoever draws takes it modulo {@link PERSON_COLOURS}. Stays while the person does. */
    colour: z.number().int().nonnegative().optional(),
    /** The tab they use, which is the one that `location` and `following` are about. */
    tab: TabId.optional(),
    /** Whom that tab follows. */
    following: UserId.optional()
});
export type PresentPerson = z.infer<typeof PresentPerson>;

/** What a tab tells the agent over the presence WebSocket. Who it is comes from the assertion of the upgrade alone. */
export const PresenceReport = z.strictObject({
    activity: Activity,
    location: PresenceLocation.optional(),
    tab: TabId.optional(),
    following: UserId.optional(),
    /** Milliseconds since the last input into this tab. */
    quiet: z.number().int().nonnegative().optional()
});
export type PresenceReport = z.infer<typeof PresenceReport>;

/** Asks everybody else to come to this person; answered by {@link SummonsAnswer}. */
export const SummonsRequest = z.strictObject({ summon: z.literal(true) });
export type SummonsRequest = z.infer<typeof SummonsRequest>;

/** This person has answered a summons, one way or the other. */
export const SummonsActed = z.strictObject({ acted: z.string().max(40) });
export type SummonsActed = z.infer<typeof SummonsActed>;

/** Everything that a tab may send. */
export const PresenceMessage = z.union([PresenceReport, SummonsRequest, SummonsActed]);
export type PresenceMessage = z.infer<typeof PresenceMessage>;

/** What the agent tells every tab, and the hub at `GET /control/presence` (one JSON object a line, at once and at each change). */
export const People = z.object({ people: z.array(PresentPerson) });
export type People = z.infer<typeof People>;

/** How many people were asked, or why nobody was, for people. */
export const SummonsAnswer = z.union([
    z.object({ asked: z.number().int().nonnegative() }),
    z.object({ refused: z.string() })
]);
export type SummonsAnswer = z.infer<typeof SummonsAnswer>;

/** What the agent tells a tab beside {@link People}. */
export const PresenceNotice = z.union([
    /** Somebody asks this person to come to them. */
    z.object({ summons: z.object({ id: z.string(), userId: UserId, name: z.string() }) }),
    /** This person has answered that in another tab. */
    z.object({ withdrawn: z.string() }),
    z.object({ summoned: SummonsAnswer })
]);
export type PresenceNotice = z.infer<typeof PresenceNotice>;
