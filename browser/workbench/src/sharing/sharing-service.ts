import type { Share, ShareWorkspace } from '@longtable/common';
import { Emitter, type Event } from '@theia/core/lib/common/event';
import { inject, injectable, postConstruct } from '@theia/core/shared/inversify';
import { requestHub } from '../context/hub-request';
import { isRecord } from '../context/is-record';
import { WorkspaceEventsService } from '../events/workspace-events-service';
import { MembersService } from '../people/members-service';

/** How this workspace is shared, and the means to change it. Calls reject with a sentence for people. */
export const SharingService = Symbol('SharingService');
export interface SharingService {
    /** Undefined until it is known. */
    readonly shared: boolean | undefined;
    /** Only for those who may manage the workspace. */
    readonly share: Share | undefined;
    readonly onDidChange: Event<void>;
    /** Asks the hub how things stand. */
    refresh(): Promise<void>;
    /** Begins to share, or changes how; the link stays while sharing goes on. */
    put(options: ShareWorkspace): Promise<Share>;
    /** Whoever comes in can only view, and so can those who are in. */
    makeReadOnly(): Promise<void>;
    stop(): Promise<void>;
}

@injectable()
export class DefaultSharingService implements SharingService {
    @inject(WorkspaceEventsService)
    protected readonly events: WorkspaceEventsService;

    @inject(MembersService)
    protected readonly members: MembersService;

    protected readonly onDidChangeEmitter = new Emitter<void>();
    readonly onDidChange = this.onDidChangeEmitter.event;

    shared: boolean | undefined;
    share: Share | undefined;

    @postConstruct()
    protected init(): void {
        const { sharing } = this.events;
        if (sharing) {
            this.accept(sharing.shared, sharing.share);
        }
        this.events.onDidChangeSharing(event => this.accept(event.shared, event.share));
    }

    async refresh(): Promise<void> {
        const answer = await requestHub({
            method: 'GET',
            path: '/share',
            kept: 'Whether this workspace is shared is not known.'
        });
        const share = shareOf(answer);
        this.accept(share !== undefined, share);
    }

    async put(options: ShareWorkspace): Promise<Share> {
        const kept = this.shared ? 'Sharing goes on as it was.' : 'Nothing was shared.';
        const share = shareOf(await requestHub({ method: 'PUT', path: '/share', body: options, kept }));
        if (!share) {
            throw new Error('Longtable gave an answer that this page does not understand. Reload the page.');
        }
        this.accept(true, share);
        return share;
    }

    async makeReadOnly(): Promise<void> {
        const { share } = this;
        if (share && share.role !== 'viewer') {
            await this.put({ ...optionsOf(share), role: 'viewer' });
        }
        const editors = (await this.members.list()).filter(({ role }) => role === 'editor');
        await Promise.all(editors.map(({ userId }) => this.members.changeRole(userId, 'viewer')));
    }

    async stop(): Promise<void> {
        await requestHub({ method: 'DELETE', path: '/share', kept: 'Sharing goes on.' });
        this.accept(false, undefined);
    }

    protected accept(shared: boolean, share: Share | undefined): void {
        this.shared = shared;
        this.share = shared ? share : undefined;
        this.onDidChangeEmitter.fire();
    }
}

/** What was chosen for a share that exists. */
export function optionsOf({ role, approval, keepOnStop, expiresAt }: Share): ShareWorkspace {
    return { role, approval, keepOnStop, ...(expiresAt === undefined ? {} : { expiresAt }) };
}

function shareOf(answer: unknown): Share | undefined {
    const value = isRecord(answer) && 'share' in answer ? answer['share'] : answer;
    return isShare(value) ? value : undefined;
}

function isShare(value: unknown): value is Share {
    return isRecord(value) && typeof value['url'] === 'string' && typeof value['role'] === 'string';
}
