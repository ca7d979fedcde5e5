import type { IncomingMessage } from 'node:http';
import { ASSERTION_HEADER, AssertionVerifier, can, LongtableError, type Person } from '@longtable/common';
import { inject, injectable, postConstruct } from '@theia/core/shared/inversify';
import { StartSettings } from '../start/settings';

/** Who makes the requests that reach this backend, by the assertion that the hub signs for each. */
export const RequestIdentities = Symbol('RequestIdentities');
export interface RequestIdentities {
    /**
     * The person behind a request. Rejects with `not-signed-in` or `forbidden`. A request is checked once: that its
     * assertion expires later does not end what it began.
     */
    verify(request: IncomingMessage): Promise<Person>;
    /** The person behind a request that {@link verify} has let pass. */
    of(request: IncomingMessage): Person | undefined;
}

@injectable()
export class AssertedRequestIdentities implements RequestIdentities {
    @inject(StartSettings)
    protected readonly settings: StartSettings;

    protected readonly verified = new WeakMap<IncomingMessage, Person>();
    protected verifier: Promise<AssertionVerifier>;

    @postConstruct()
    protected init(): void {
        const { workspaceId, publicKey } = this.settings.workspace;
        this.verifier = AssertionVerifier.create(workspaceId, publicKey);
        // Whoever verifies sees the rejection; until then it must not count as unhandled.
        this.verifier.catch(() => undefined);
    }

    async verify(request: IncomingMessage): Promise<Person> {
        const known = this.verified.get(request);
        if (known) {
            return known;
        }
        const identity = await (await this.verifier).verify(request.headers[ASSERTION_HEADER]);
        if (identity.kind !== 'person' || !can(identity.role, 'read')) {
            throw new LongtableError('forbidden', 'Only people of this workspace can use its IDE backend.');
        }
        this.verified.set(request, identity);
        return identity;
    }

    of(request: IncomingMessage): Person | undefined {
        return this.verified.get(request);
    }
}
