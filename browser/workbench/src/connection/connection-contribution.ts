import { type FrontendApplicationContribution } from '@theia/core/lib/browser';
import { ConnectionStatus, ConnectionStatusService } from '@theia/core/lib/browser/connection-status-service';
import { WebSocketConnectionSource } from '@theia/core/lib/browser/messaging/ws-connection-source';
import { DisposableCollection } from '@theia/core/lib/common/disposable';
import { inject, injectable } from '@theia/core/shared/inversify';
import { type ContextAnswer } from '../context/context-answer';
import { WorkbenchContextService } from '../context/workbench-context-service';
import { ConnectionOverlay } from './connection-overlay';
import { UNNOTICED_MS, viewOf } from './connection-view';
import { DepartureService } from './departure-service';
import { UnsavedTextService } from './unsaved-text-service';
import { WorkspaceClearance } from './workspace-clearance';

/** How often the hub is asked while the workspace is away, in milliseconds. */
const ASK_EVERY_MS = 3000;

/** Theia waits up to 10 s between two attempts; a workspace that is back should not wait so long for its people. */
const RECONNECT_AT_MOST_AFTER_MS = 3000;

/** Watches the connection to the workspace, tells what became of it and gets the page going again. */
@injectable()
export class ConnectionContribution implements FrontendApplicationContribution {
    @inject(ConnectionStatusService)
    protected readonly connectionStatus: ConnectionStatusService;

    @inject(WebSocketConnectionSource)
    protected readonly connectionSource: WebSocketConnectionSource;

    @inject(WorkbenchContextService)
    protected readonly contextService: WorkbenchContextService;

    @inject(DepartureService)
    protected readonly departure: DepartureService;

    @inject(WorkspaceClearance)
    protected readonly clearance: WorkspaceClearance;

    @inject(UnsavedTextService)
    protected readonly unsaved: UnsavedTextService;

    protected readonly toDispose = new DisposableCollection();
    protected readonly toDisposeOnline = new DisposableCollection();
    protected overlay: ConnectionOverlay | undefined;
    protected offlineSince: number | undefined;
    protected answer: ContextAnswer | undefined;

    onStart(): void {
        this.overlay = new ConnectionOverlay(document.body, () => this.unsaved.prepareToLeave());
        this.toDispose.push(this.overlay);
        this.connectionSource.socket.io.reconnectionDelayMax(RECONNECT_AT_MOST_AFTER_MS);
        this.toDispose.push(this.connectionStatus.onStatusChange(status => this.onStatusChange(status)));
        this.toDispose.push(this.departure.onDidChange(() => this.update()));
        void this.contextService.firstAnswer.then(answer => {
            if (answer.kind !== 'context' && answer.kind !== 'unreachable') {
                this.answer = answer;
                this.update();
            }
        });
    }

    onStop(): void {
        this.toDisposeOnline.dispose();
        this.toDispose.dispose();
    }

    protected onStatusChange(status: ConnectionStatus): void {
        this.toDisposeOnline.dispose();
        this.answer = undefined;
        if (status === ConnectionStatus.ONLINE) {
            this.offlineSince = undefined;
        } else {
            this.offlineSince ??= Date.now();
            const notice = window.setTimeout(() => this.update(), UNNOTICED_MS);
            const ask = window.setInterval(() => void this.ask(), ASK_EVERY_MS);
            this.toDisposeOnline.push({ dispose: () => window.clearTimeout(notice) });
            this.toDisposeOnline.push({ dispose: () => window.clearInterval(ask) });
            void this.ask();
        }
        this.update();
    }

    protected async ask(): Promise<void> {
        const offlineSince = this.offlineSince;
        const answer = await this.contextService.refresh();
        if (offlineSince === undefined || offlineSince !== this.offlineSince || this.departure.reason !== undefined) {
            return;
        }
        this.answer = answer;
        this.update();
    }

    protected update(): void {
        const view = viewOf(
            {
                online: this.offlineSince === undefined,
                offlineFor: this.offlineSince === undefined ? 0 : Date.now() - this.offlineSince,
                answer: this.answer,
                departure: this.departure.reason
            },
            this.contextService.pages
        );
        if (view.kind === 'away' && view.workspace === 'cleared') {
            this.onStop();
            this.clearance.clear(view);
        } else {
            this.overlay?.show(view);
        }
    }
}
