import { createHmac } from 'node:crypto';
import { hashOfToken, newSecretToken } from '../identity/secret-token.js';
import type { LatestLinkRecord, SnapshotRecord } from '../store/store.js';

/** What of a record makes its link. */
type Linked = Required<Pick<SnapshotRecord, 'linkId' | 'tokenHash'>>;

/** Makes the links of snapshots: the token is a keyed hash of a random id, as with those of shares. */
export class SnapshotLinks {
    constructor(
        private readonly secret: string,
        private readonly hubUrl: string
    ) {}

    create(): Linked {
        const linkId = newSecretToken();
        return { linkId, tokenHash: hashOfToken(this.tokenOf(linkId)) };
    }

    createLatest(): Pick<LatestLinkRecord, 'linkId' | 'tokenHash'> {
        return this.create();
    }

    urlOf({ linkId }: { readonly linkId: string }): string {
        return `${this.hubUrl}/s/${this.tokenOf(linkId)}`;
    }

    private tokenOf(linkId: string): string {
        return createHmac('sha256', this.secret).update(`snapshot:${linkId}`).digest('base64url');
    }
}
