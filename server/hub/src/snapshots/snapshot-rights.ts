import type { SnapshotRecord, UserRecord } from '../store/store.js';

/** Whether a person may see and open a snapshot by its link, leaving aside whether the link is still good. */
export function isForPerson(snapshot: SnapshotRecord, user: UserRecord): boolean {
    if (snapshot.ownerId === user.id) {
        return true;
    }
    switch (snapshot.visibility) {
        case 'link':
            return true;
        case 'people':
            return snapshot.people.some(person => person === user.id || isAddressOf(person, user));
        case 'me':
            return false;
    }
}

/** Whether the time of a snapshot's link is over. */
export function isOver({ expiresAt }: SnapshotRecord, now = Date.now()): boolean {
    return expiresAt !== undefined && Date.parse(expiresAt) <= now;
}

/** An address counts where a provider vouches for it; where anybody may sign in by any name, as good as that. */
function isAddressOf(person: string, { email, emailVerified, identities }: UserRecord): boolean {
    const vouched = emailVerified === true || identities.some(({ provider }) => provider === 'dev');
    return vouched && email?.toLowerCase() === person.toLowerCase();
}
