import type { Me } from '@longtable/common';
import type { UserRecord } from '../store/store.js';

/** A person as they see themselves. */
export function describeUser(user: UserRecord): Me {
    return {
        id: user.id,
        name: user.name,
        admin: user.admin === true,
        ...(user.email === undefined ? {} : { email: user.email }),
        ...(user.avatar === undefined ? {} : { avatar: user.avatar })
    };
}
