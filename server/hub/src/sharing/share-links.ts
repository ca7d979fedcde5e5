import { createHmac } from 'node:crypto';
import type { Share } from '@longtable/common';
import { hashOfToken, newSecretToken } from '../identity/secret-token.js';
import type { ShareRecord } from '../store/store.js';

/**
 * Makes the links of shares. The token in a link is a keyed hash of the share's random id: the owner can be shown it
 * again, and the records without the hub's secret let nobody in.
 */
export class ShareLinks {
    constructor(
        private readonly secret: string,
        private readonly hubUrl: string
    ) {}

    /** A new share's id, of 256 random bits, with the hash of its token. */
    create(): Pick<ShareRecord, 'id' | 'tokenHash'> {
        const id = newSecretToken();
        return { id, tokenHash: hashOfToken(this.tokenOf(id)) };
    }

    describe(share: ShareRecord): Share {
        const { role, approval, expiresAt, keepOnStop, createdAt } = share;
        return {
            url: `${this.hubUrl}/join/${this.tokenOf(share.id)}`,
            role,
            approval,
            ...(expiresAt === undefined ? {} : { expiresAt }),
            keepOnStop,
            createdAt
        };
    }

    private tokenOf(shareId: string): string {
        return createHmac('sha256', this.secret).update(`share:${shareId}`).digest('base64url');
    }
}
