import type { JoinRequest, WorkspaceEvent } from '@longtable/common';
import { Disposable, DisposableCollection } from '@theia/core/lib/common/disposable';
import { Emitter, type Event } from '@theia/core/lib/common/event';
import { inject, injectable } from '@theia/core/shared/inversify';
import { WorkbenchContextService } from '../context/workbench-context-service';
import { backOff } from './back-off';
import { eventsPath, workspaceEventOf } from './workspace-event';

export type SharingEvent = Extract<WorkspaceEvent, { type: 'sharing' }>;
export type RoleEvent = Extract<WorkspaceEvent, { type: 'role' }>;

/** What the hub tells this page of its own accord. */
export const WorkspaceEventsService = Symbol('WorkspaceEventsService');
export interface WorkspaceEventsService {
    /** The newest state of sharing; undefined until the hub has told. */
    readonly sharing: SharingEvent | undefined;
    readonly onDidChangeSharing: Event<SharingEvent>;
    /** Who waits to be admitted; always empty for those who may not decide. */
    readonly requests: readonly JoinRequest[];
    readonly onDidChangeRequests: Event<readonly JoinRequest[]>;
    readonly onDidChangeRole: Event<RoleEvent>;
    /** The person's right in this workspace ended; the sentence says who ended it, if the hub knows. */
    readonly onDidEnd: Event<string | undefined>;
}

@injectable()
export class DefaultWorkspaceEventsService implements WorkspaceEventsService, Disposable {
    @inject(WorkbenchContextService)
    protected readonly contextService: WorkbenchContextService;

    protected readonly onDidChangeSharingEmitter = new Emitter<SharingEvent>();
    readonly onDidChangeSharing = this.onDidChangeSharingEmitter.event;
    protected readonly onDidChangeRequestsEmitter = new Emitter<readonly JoinRequest[]>();
    readonly onDidChangeRequests = this.onDidChangeRequestsEmitter.event;
    protected readonly onDidChangeRoleEmitter = new Emitter<RoleEvent>();
    readonly onDidChangeRole = this.onDidChangeRoleEmitter.event;
    protected readonly onDidEndEmitter = new Emitter<string | undefined>();
    readonly onDidEnd = this.onDidEndEmitter.event;

    sharing: SharingEvent | undefined;
    requests: readonly JoinRequest[] = [];

    protected readonly toDisposeSource = new DisposableCollection();
    protected attempt = 0;
    protected over = false;

    /** Begins to listen, and goes on until disposed. */
    start(): void {
        this.connect();
    }

    dispose(): void {
        this.over = true;
        this.toDisposeSource.dispose();
    }

    protected connect(): void {
        this.toDisposeSource.dispose();
        const source = new EventSource(eventsPath);
        this.toDisposeSource.push(Disposable.create(() => source.close()));
        source.onopen = () => (this.attempt = 0);
        source.onmessage = message => this.accept(workspaceEventOf(message.data));
        source.onerror = () => {
            // A stream that breaks is taken up again by the browser; one that is refused is not.
            if (source.readyState === EventSource.CLOSED) {
                void this.onRefused();
            }
        };
    }

    protected async onRefused(): Promise<void> {
        this.toDisposeSource.dispose();
        const answer = await this.contextService.refresh();
        if (answer.kind === 'no-access' && !this.over) {
            this.end(answer.message);
            return;
        }
        if (this.over) {
            return;
        }
        const timer = window.setTimeout(() => this.connect(), backOff(this.attempt++));
        this.toDisposeSource.push(Disposable.create(() => window.clearTimeout(timer)));
    }

    protected accept(event: WorkspaceEvent | undefined): void {
        switch (event?.type) {
            case 'sharing':
                this.sharing = event;
                this.onDidChangeSharingEmitter.fire(event);
                return;
            case 'requests':
                this.requests = event.requests;
                this.onDidChangeRequestsEmitter.fire(event.requests);
                return;
            case 'role':
                this.onDidChangeRoleEmitter.fire(event);
                return;
            case 'ended':
                this.end(event.message);
                return;
            case undefined:
                return;
        }
    }

    protected end(message: string | undefined): void {
        this.dispose();
        this.onDidEndEmitter.fire(message);
    }
}
