import { z } from 'zod';
import { UserId, WorkspaceId } from './ids.js';
import { Role } from './roles.js';

/** Roles that can be given to others; there is one owner. */
export const GuestRole = Role.exclude(['owner']);
export type GuestRole = z.infer<typeof GuestRole>;

/** Body of `PUT /workspaces/:id/share`. */
export const ShareWorkspace = z.strictObject({
    role: GuestRole.default('viewer'),
    /** Whether the owner is asked before anyone enters. */
    approval: z.boolean().default(false),
    /** When the link and all rights that came through it end. */
    expiresAt: z.iso
        .datetime()
        .refine(time => Date.parse(time) > Date.now(), 'Choose a time that is not over yet.')
        .optional(),
    /** Whether sharing survives a stop and start of the workspace. */
    keepOnStop: z.boolean().default(false)
});
export type ShareWorkspace = z.infer<typeof ShareWorkspace>;

/** How a workspace is shared now. */
export const Share = z.object({
    url: z.url(),
    role: GuestRole,
    approval: z.boolean(),
    expiresAt: z.iso.datetime().optional(),
    keepOnStop: z.boolean(),
    createdAt: z.iso.datetime()
});
export type Share = z.infer<typeof Share>;

/** Answer of `GET /workspaces/:id/share`; `share` is absent while the workspace is not shared. */
export const ShareState = z.object({ share: Share.optional() });
export type ShareState = z.infer<typeof ShareState>;

const PersonSummary = z.object({
    userId: UserId,
    name: z.string(),
    email: z.string().optional(),
    avatar: z.string().optional()
});

/** Someone with a right in a workspace, the owner included. */
export const Member = PersonSummary.extend({ role: Role, since: z.iso.datetime() });
export type Member = z.infer<typeof Member>;
export const MemberList = z.object({ members: z.array(Member) });
export type MemberList = z.infer<typeof MemberList>;

/** Body of `PATCH /workspaces/:id/members/:userId`. */
export const ChangeMember = z.strictObject({ role: GuestRole });
export type ChangeMember = z.infer<typeof ChangeMember>;

/** Someone who waits for the owner's decision. */
export const JoinRequest = PersonSummary.extend({ at: z.iso.datetime() });
export type JoinRequest = z.infer<typeof JoinRequest>;
export const JoinRequestList = z.object({ requests: z.array(JoinRequest) });
export type JoinRequestList = z.infer<typeof JoinRequestList>;

/** Body of `POST /workspaces/:id/requests/:userId`. `role` is that of the link when left out. */
export const DecideRequest = z.strictObject({ decision: z.enum(['admit', 'refuse']), role: GuestRole.optional() });
export type DecideRequest = z.infer<typeof DecideRequest>;

/** Body of `POST /join`, which the page at `/join/<token>` sends; sending it again asks how things stand. */
export const Join = z.strictObject({ token: z.string().min(1).max(200) });
export type Join = z.infer<typeof Join>;

/** How far someone who followed a share link has come. */
export const JoinState = z.discriminatedUnion('state', [
    z.object({ state: z.literal('joined'), workspaceId: WorkspaceId, name: z.string() }),
    z.object({ state: z.literal('waiting'), name: z.string(), owner: z.string() }),
    z.object({ state: z.literal('refused'), message: z.string() })
]);
export type JoinState = z.infer<typeof JoinState>;

export const AuditAction = z.enum([
    'created',
    'started',
    'stopped',
    'shared',
    'share-changed',
    'unshared',
    'asked',
    'admitted',
    'refused',
    'joined',
    'left',
    'role-changed',
    'removed',
    'gave-up',
    'snapshot-taken',
    'snapshot-opened',
    'snapshot-changed',
    'snapshot-revoked',
    'snapshot-deleted'
]);
export type AuditAction = z.infer<typeof AuditAction>;

/** Something that somebody did in a workspace. `subject` is whom it was done to, `from` the address it came from. */
export const AuditEntry = z.object({
    at: z.iso.datetime(),
    action: AuditAction,
    actor: z.object({ userId: UserId.optional(), name: z.string() }),
    subject: z.object({ userId: UserId, name: z.string() }).optional(),
    detail: z.string().optional(),
    from: z.string().optional()
});
export type AuditEntry = z.infer<typeof AuditEntry>;
export const AuditList = z.object({ entries: z.array(AuditEntry) });
export type AuditList = z.infer<typeof AuditList>;
