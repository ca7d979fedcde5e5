import { randomBytes } from 'node:crypto';
import {
    LongtableError,
    type AccessToken,
    type CreateAccessToken,
    type CreatedAccessToken,
    type UserId
} from '@longtable/common';
import { hashOfToken, newSecretToken } from '../identity/secret-token.js';
import type { AccessTokenRecord, Store, UserRecord } from '../store/store.js';

/** Every token begins with this, so that people and scanners for leaked secrets know one when they see it. */
export const TOKEN_PREFIX = 'lt_';

/** Tokens that one person may have. */
const MOST_TOKENS = 100;

/** The last use is noted at most this often, in milliseconds, so that a call does not cost a write to the disk. */
const NOTE_INTERVAL = 60 * 60 * 1000;

/** Personal access tokens: each is one person in the API, until it is revoked, over, or the account is disabled. */
export class AccessTokens {
    constructor(private readonly store: Store) {}

    async list(owner: UserId): Promise<AccessToken[]> {
        const tokens = await this.store.accessTokens.listOf(owner);
        return [...tokens].sort((one, other) => other.createdAt.localeCompare(one.createdAt)).map(describe);
    }

    /** Makes a token. The answer is the only one that ever holds its secret. */
    async create(owner: UserId, { name, expiresAt }: CreateAccessToken): Promise<CreatedAccessToken> {
        if (expiresAt !== undefined && Date.parse(expiresAt) <= Date.now()) {
            throw new LongtableError('bad-request', 'expiresAt: Choose a time that is not over yet.');
        }
        if ((await this.store.accessTokens.listOf(owner)).length >= MOST_TOKENS) {
            throw new LongtableError(
                'conflict',
                `You have ${String(MOST_TOKENS)} access tokens already. Revoke one that you no longer need, and try again.`
            );
        }
        const token = `${TOKEN_PREFIX}${newSecretToken()}`;
        const record: AccessTokenRecord = {
            id: randomBytes(9).toString('base64url'),
            hash: hashOfToken(token),
            userId: owner,
            name,
            createdAt: new Date().toISOString(),
            ...(expiresAt === undefined ? {} : { expiresAt: new Date(expiresAt).toISOString() })
        };
        await this.store.accessTokens.put(record);
        return { ...describe(record), token };
    }

    /** Revokes a token. Somebody else's is `not-found`, as one that is not there. */
    async remove(owner: UserId, id: string): Promise<void> {
        const token = await this.store.accessTokens.get(id);
        if (token?.userId !== owner) {
            throw new LongtableError('not-found', 'You have no such access token. It may have been revoked already.');
        }
        await this.store.accessTokens.remove(id);
    }

    /** Whose a token is. Throws `not-signed-in` for one that is not good (any more). */
    async check(token: string): Promise<{ readonly record: AccessTokenRecord; readonly user: UserRecord }> {
        const record = token.startsWith(TOKEN_PREFIX)
            ? await this.store.accessTokens.findByHash(hashOfToken(token))
            : undefined;
        const user = record === undefined ? undefined : await this.store.users.get(record.userId);
        const now = Date.now();
        const over = record?.expiresAt !== undefined && Date.parse(record.expiresAt) <= now;
        if (record === undefined || user === undefined || user.disabled === true || over) {
            throw new LongtableError(
                'not-signed-in',
                'The access token is not good: it is unknown, revoked or over. Make a new one on the dashboard.'
            );
        }
        if (record.lastUsedAt === undefined || now - Date.parse(record.lastUsedAt) >= NOTE_INTERVAL) {
            // A full disk must not keep anybody from reading.
            await this.store.accessTokens.used(record.id, new Date(now).toISOString()).catch(() => undefined);
        }
        return { record, user };
    }
}

function describe({ id, name, createdAt, lastUsedAt, expiresAt }: AccessTokenRecord): AccessToken {
    return {
        id,
        name,
        createdAt,
        ...(lastUsedAt === undefined ? {} : { lastUsedAt }),
        ...(expiresAt === undefined ? {} : { expiresAt })
    };
}
