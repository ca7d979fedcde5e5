import { z } from 'zod';
import { UserId } from './ids.js';

/** Ways to sign in. `dev` takes anybody by name. */
export const SignInWay = z.enum(['dev', 'github', 'oidc']);
export type SignInWay = z.infer<typeof SignInWay>;

/** An account, as administrators see it. */
export const User = z.object({
    id: UserId,
    name: z.string(),
    email: z.string().optional(),
    avatar: z.string().optional(),
    /** The ways in which the person can sign in. */
    signIn: z.array(SignInWay),
    admin: z.boolean(),
    disabled: z.boolean(),
    createdAt: z.iso.datetime()
});
export type User = z.infer<typeof User>;

/** Answer of `GET /users`, for administrators. */
export const UserList = z.object({ users: z.array(User) });
export type UserList = z.infer<typeof UserList>;

/** Body of `PATCH /users/:id`, for administrators. */
export const ChangeUser = z.strictObject({ disabled: z.boolean() });
export type ChangeUser = z.infer<typeof ChangeUser>;

/** A sign-in of another provider that has the same verified e-mail address as the person, and waits for their yes. */
export const PendingLink = z.object({
    provider: SignInWay,
    /** What the provider calls the account. */
    account: z.string(),
    email: z.string()
});
export type PendingLink = z.infer<typeof PendingLink>;

/** Answer of `GET /me/pending-link`; `pendingLink` is absent while nothing waits. */
export const PendingLinkState = z.object({ pendingLink: PendingLink.optional() });
export type PendingLinkState = z.infer<typeof PendingLinkState>;

/** Body of `POST /me/pending-link`. */
export const DecidePendingLink = z.strictObject({ decision: z.enum(['link', 'decline']) });
export type DecidePendingLink = z.infer<typeof DecidePendingLink>;
