import {
    AccessTokenList,
    API_PREFIX,
    CreatedAccessToken,
    type AccessToken,
    type CreateAccessToken
} from '@longtable/common';
import type { Caller } from './hub-api.js';

/** What the API offers for one's own account. */
export interface AccountApi {
    tokens(): Promise<readonly AccessToken[]>;
    /** The answer is the only one that holds the secret. */
    createToken(wanted: CreateAccessToken): Promise<CreatedAccessToken>;
    deleteToken(id: string): Promise<void>;
    /** Ends every session of the person, this one included. */
    endSessions(): Promise<void>;
}

export function accountCalls({ call, demand }: Caller): AccountApi {
    return {
        tokens: async () => (await demand(`${API_PREFIX}/tokens`, AccessTokenList)).tokens,
        createToken: wanted => demand(`${API_PREFIX}/tokens`, CreatedAccessToken, { method: 'POST', body: wanted }),
        deleteToken: async id => {
            await call(`${API_PREFIX}/tokens/${encodeURIComponent(id)}`, undefined, { method: 'DELETE' });
        },
        endSessions: async () => {
            await call(`${API_PREFIX}/me/sessions/end`, undefined, { method: 'POST' });
        }
    };
}
