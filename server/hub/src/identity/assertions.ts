import { ASSERTION_LIFETIME, signAssertion, type Identity, type WorkspaceId } from '@longtable/common';
import type { CryptoKey } from 'jose';

/** An assertion is used for at most this part of its life, so that it never arrives expired. */
const REUSE_MILLISECONDS = (ASSERTION_LIFETIME * 1000) / 3;
const MAXIMUM_KEPT = 10_000;

/** Mints assertions, and reuses one for the same identity and workspace while it is fresh. */
export class Assertions {
    private readonly kept = new Map<string, { readonly mintedAt: number; readonly assertion: Promise<string> }>();

    constructor(
        private readonly privateKey: CryptoKey,
        private readonly now: () => number = Date.now
    ) {}

    for(identity: Identity, workspaceId: WorkspaceId): Promise<string> {
        const key = JSON.stringify([workspaceId, identity]);
        const now = this.now();
        const kept = this.kept.get(key);
        if (kept !== undefined && now - kept.mintedAt < REUSE_MILLISECONDS) {
            return kept.assertion;
        }
        if (this.kept.size >= MAXIMUM_KEPT) {
            this.kept.clear();
        }
        const assertion = signAssertion(identity, workspaceId, this.privateKey);
        this.kept.set(key, { mintedAt: now, assertion });
        return assertion;
    }
}
