import {
    AccessTokenList,
    API_PREFIX,
    CreatedAccessToken,
    User,
    UserList,
    type AccessToken,
    type CreateAccessToken,
    type UserId
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
    /** Every account; for administrators. */
    users(): Promise<readonly User[]>;
    /** Disables an account, which ends all it has open, or enables it; for administrators. */
    setUserDisabled(id: UserId, disabled: boolean): Promise<User>;
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
        },
        users: async () => (await demand(`${API_PREFIX}/users`, UserList)).users,
        setUserDisabled: (id, disabled) =>
            demand(`${API_PREFIX}/users/${encodeURIComponent(id)}`, User, { method: 'PATCH', body: { disabled } })
    };
}
