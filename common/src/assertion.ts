import { importJWK, jwtVerify, SignJWT, type CryptoKey, type JWK } from 'jose';
import { z } from 'zod';
import { LongtableError } from './errors.js';
import { UserId, type WorkspaceId } from './ids.js';
import { Role } from './roles.js';

/** Request header that carries the assertion from the hub into a workspace. The hub strips it from what arrives. */
export const ASSERTION_HEADER = 'x-longtable-assertion';

/** Longest life of an assertion, in seconds. */
export const ASSERTION_LIFETIME = 60;

const ISSUER = 'longtable-hub';
const ALGORITHM = 'EdDSA';

/** Who makes a request inside a workspace: a person, or the hub itself with a control call to the agent. */
export const Identity = z.discriminatedUnion('kind', [
    z.object({
        kind: z.literal('person'),
        userId: UserId,
        name: z.string(),
        email: z.string().optional(),
        avatar: z.string().optional(),
        role: Role
    }),
    z.object({ kind: z.literal('hub') })
]);
export type Identity = z.infer<typeof Identity>;
export type Person = Extract<Identity, { kind: 'person' }>;

/** Signs an identity for one workspace (a JWT, RFC 7519, EdDSA). It expires after {@link ASSERTION_LIFETIME} seconds. */
export function signAssertion(identity: Identity, workspaceId: WorkspaceId, key: CryptoKey): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    return new SignJWT({ identity })
        .setProtectedHeader({ alg: ALGORITHM })
        .setIssuer(ISSUER)
        .setAudience(workspaceId)
        .setIssuedAt(now)
        .setExpirationTime(now + ASSERTION_LIFETIME)
        .sign(key);
}

/** Checks assertions addressed to one workspace. Holds only the public key, so nothing it runs beside can mint one. */
export class AssertionVerifier {
    private constructor(
        private readonly workspaceId: WorkspaceId,
        private readonly key: CryptoKey | Uint8Array
    ) {}

    static async create(workspaceId: WorkspaceId, publicKey: JWK): Promise<AssertionVerifier> {
        return new AssertionVerifier(workspaceId, await importJWK(publicKey, ALGORITHM));
    }

    /** The identity in a header value. Throws `not-signed-in` when it is missing, forged, expired or for another workspace. */
    async verify(header: string | string[] | undefined): Promise<Identity> {
        if (typeof header !== 'string') {
            throw new LongtableError(
                'not-signed-in',
                'The request carries no identity. Open the workspace from the dashboard.'
            );
        }
        try {
            const { payload } = await jwtVerify(header, this.key, {
                algorithms: [ALGORITHM],
                issuer: ISSUER,
                audience: this.workspaceId,
                maxTokenAge: ASSERTION_LIFETIME,
                clockTolerance: 2
            });
            return Identity.parse(payload['identity']);
        } catch (error) {
            throw new LongtableError('not-signed-in', 'The identity of the request is not valid. Reload the page.', {
                cause: error
            });
        }
    }
}
