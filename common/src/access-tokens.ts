import { z } from 'zod';

/** A personal access token without its secret. */
export const AccessToken = z.object({
    id: z.string(),
    name: z.string(),
    createdAt: z.iso.datetime(),
    lastUsedAt: z.iso.datetime().optional(),
    expiresAt: z.iso.datetime().optional()
});
export type AccessToken = z.infer<typeof AccessToken>;
export const AccessTokenList = z.object({ tokens: z.array(AccessToken) });
export type AccessTokenList = z.infer<typeof AccessTokenList>;

/** Body of `POST /tokens`. */
export const CreateAccessToken = z.strictObject({
    name: z.string().trim().min(1, 'Enter a name.').max(80, 'Use at most 80 characters.'),
    expiresAt: z.iso.datetime().optional()
});
export type CreateAccessToken = z.infer<typeof CreateAccessToken>;

/** Answer of `POST /tokens`: the only time the secret is shown. */
export const CreatedAccessToken = AccessToken.extend({ token: z.string() });
export type CreatedAccessToken = z.infer<typeof CreatedAccessToken>;
