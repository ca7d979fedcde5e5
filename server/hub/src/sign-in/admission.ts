import type { UserRecord } from '../store/store.js';
import type { ProviderIdentity } from './provider-identity.js';

export interface AdmissionLists {
    readonly admins: readonly string[];
    readonly allowOrganizations: readonly string[];
    readonly allowDomains: readonly string[];
    readonly allowUsers: readonly string[];
}

/**
 * Who may sign in, and who administers. People are named by an e-mail address that a provider vouches for, or by
 * their name at GitHub. What an OpenID Connect provider lets people call themselves counts for nothing.
 */
export class Admission {
    constructor(private readonly lists: AdmissionLists) {}

    /** Whether everybody whom a provider knows is let in. */
    get isOpen(): boolean {
        const { allowOrganizations, allowDomains, allowUsers } = this.lists;
        return allowOrganizations.length + allowDomains.length + allowUsers.length === 0;
    }

    /** One list that names somebody is enough. Sign-in by name takes anybody, so no list would keep anybody out there. */
    allows({ provider, login, verifiedEmails, organizations }: ProviderIdentity): boolean {
        const { allowOrganizations, allowDomains, allowUsers } = this.lists;
        return (
            this.isOpen ||
            provider === 'dev' ||
            organizations.some(name => allowOrganizations.includes(name)) ||
            verifiedEmails.some(email => allowDomains.includes(email.slice(email.lastIndexOf('@') + 1))) ||
            verifiedEmails.some(email => allowUsers.includes(email)) ||
            (provider === 'github' && login !== undefined && allowUsers.includes(login.toLowerCase()))
        );
    }

    /** Whether the configuration makes somebody an administrator; undefined when it names none, and the first one is. */
    isAdmin({ identities, name, email, emailVerified }: UserRecord): boolean | undefined {
        const { admins } = this.lists;
        if (admins.length === 0) {
            return undefined;
        }
        const byName = identities.some(({ provider }) => provider === 'dev');
        const names = [
            ...identities.filter(({ provider }) => provider === 'github').map(({ login }) => login),
            byName ? name : undefined,
            byName || emailVerified === true ? email : undefined
        ];
        return names.some(one => one !== undefined && admins.includes(one.toLowerCase()));
    }
}
