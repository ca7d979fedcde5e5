import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { LongtableError, UserId, type SignInError } from '@longtable/common';
import type { IdentityRecord, Store, UserRecord } from '../store/store.js';
import { SerialQueue } from '../workspaces/serial-queue.js';
import type { Admission } from './admission.js';
import type { ProviderIdentity } from './provider-identity.js';

/** What comes of a sign-in at a provider. */
export type SignInOutcome =
    | { readonly kind: 'signed-in'; readonly user: UserRecord }
    /** Somebody else's account, or the same person's: only who is signed in to it can say. */
    | { readonly kind: 'link-required'; readonly userId: UserId }
    | { readonly kind: 'refused'; readonly error: SignInError };

/** One account per person, whichever way they come in. */
export class Accounts {
    /** Changes of accounts are made one after the other: two at once would make two of one, or two first ones. */
    private readonly changing = new SerialQueue<'accounts'>();

    constructor(
        private readonly store: Store,
        private readonly admission: Admission
    ) {}

    /** The account of somebody whom a provider has vouched for; a new one for who is new. */
    signIn(identity: ProviderIdentity): Promise<SignInOutcome> {
        return this.changing.run('accounts', async () => {
            if (!this.admission.allows(identity)) {
                return { kind: 'refused', error: 'not-allowed' };
            }
            const known = await this.store.users.findByIdentity(identity.provider, identity.subject);
            if (known !== undefined) {
                return known.disabled === true
                    ? { kind: 'refused', error: 'account-disabled' }
                    : { kind: 'signed-in', user: await this.refresh(known, identity) };
            }
            const same = await this.sameEmail(identity);
            if (same !== undefined) {
                // Else somebody who was shut out would come back by another provider.
                return same.disabled === true
                    ? { kind: 'refused', error: 'account-disabled' }
                    : { kind: 'link-required', userId: same.id };
            }
            const isFirst = (await this.store.users.listAll()).length === 0;
            const user: UserRecord = {
                id: UserId.parse(randomUUID()),
                ...profileOf(identity),
                identities: [identityRecord(identity)],
                createdAt: new Date().toISOString()
            };
            return { kind: 'signed-in', user: await this.put(user, this.admission.isAdmin(user) ?? isFirst) };
        });
    }

    /** Lets the person come in by another provider too. False when that is not (any more) as it was when they were asked. */
    link(userId: UserId, identity: ProviderIdentity): Promise<boolean> {
        return this.changing.run('accounts', async () => {
            const user = await this.store.users.get(userId);
            const taken = await this.store.users.findByIdentity(identity.provider, identity.subject);
            if (
                user === undefined ||
                user.disabled === true ||
                taken !== undefined ||
                (await this.sameEmail(identity))?.id !== userId ||
                !this.admission.allows(identity)
            ) {
                return false;
            }
            await this.put({ ...user, identities: [...user.identities, identityRecord(identity)] });
            return true;
        });
    }

    /** Shuts a person out or lets them in again. Their sessions, entries and tokens go in the same breath. */
    setDisabled(id: UserId, disabled: boolean): Promise<UserRecord> {
        return this.changing.run('accounts', async () => {
            const user = await this.store.users.get(id);
            if (user === undefined) {
                throw new LongtableError('not-found', 'There is no such account.');
            }
            const changed = { ...user, disabled };
            await Promise.all([
                this.store.users.put(changed),
                ...(disabled ? [this.store.sessions.removeOf(id), this.store.accessTokens.removeOf(id)] : [])
            ]);
            return changed;
        });
    }

    /** Makes the records agree with the configuration about who administers. */
    appointAdmins(): Promise<void> {
        return this.changing.run('accounts', async () => {
            const users = await this.store.users.listAll();
            const first = users.some(user => user.admin === true)
                ? undefined
                : [...users].sort((one, other) => one.createdAt.localeCompare(other.createdAt))[0];
            for (const user of users) {
                await this.put(user, this.admission.isAdmin(user) ?? (user.admin === true || user === first));
            }
        });
    }

    private async sameEmail({ provider, email }: ProviderIdentity): Promise<UserRecord | undefined> {
        return provider === 'dev' || email === undefined ? undefined : this.store.users.findByVerifiedEmail(email);
    }

    /** Takes over what has changed at the provider, where it is the one that the account began with. */
    private async refresh(user: UserRecord, identity: ProviderIdentity): Promise<UserRecord> {
        const identities = user.identities.map(one => (isSame(one, identity) ? identityRecord(identity) : one));
        const [origin] = identities;
        if (origin === undefined || !isSame(origin, identity)) {
            return this.put({ ...user, identities });
        }
        const { email, ...profile } = profileOf(identity);
        const holder = await this.sameEmail(identity);
        const { email: _email, emailVerified: _verified, avatar: _avatar, ...rest } = user;
        return this.put({
            ...rest,
            ...profile,
            // Two accounts never have the same verified address.
            ...(email === undefined || (holder !== undefined && holder.id !== user.id)
                ? { emailVerified: false }
                : { email }),
            identities
        });
    }

    private async put(
        user: UserRecord,
        admin = this.admission.isAdmin(user) ?? user.admin === true
    ): Promise<UserRecord> {
        const wanted = { ...user, admin };
        if (!isDeepStrictEqual(await this.store.users.get(user.id), wanted)) {
            await this.store.users.put(wanted);
        }
        return wanted;
    }
}

function profileOf({ provider, name, email, avatar }: ProviderIdentity) {
    return {
        name,
        ...(email === undefined ? {} : { email }),
        ...(avatar === undefined ? {} : { avatar }),
        emailVerified: email !== undefined && provider !== 'dev'
    };
}

function identityRecord({ provider, subject, login }: ProviderIdentity): IdentityRecord {
    return { provider, subject, ...(login === undefined ? {} : { login }) };
}

function isSame(record: IdentityRecord, { provider, subject }: ProviderIdentity): boolean {
    return record.provider === provider && record.subject === subject;
}
