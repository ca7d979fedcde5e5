import { WindowService } from '@theia/core/lib/browser/window/window-service';
import { inject, injectable } from '@theia/core/shared/inversify';
import { errorMessageOf, hubPrefix } from '../context/context-answer';
import { WorkbenchContextService } from '../context/workbench-context-service';
import { DepartureService } from '../connection/departure-service';

/** What a person can ask of the hub about this workspace and their own session. Rejects with a sentence for people. */
export const HubSessionService = Symbol('HubSessionService');
export interface HubSessionService {
    openDashboard(): void;
    /** Stops the workspace and goes to its page in the dashboard. */
    stopWorkspace(): Promise<void>;
    /** Ends the session everywhere and goes to the sign-in page. */
    signOut(): Promise<void>;
}

@injectable()
export class DefaultHubSessionService implements HubSessionService {
    @inject(WorkbenchContextService)
    protected readonly contextService: WorkbenchContextService;

    @inject(DepartureService)
    protected readonly departure: DepartureService;

    @inject(WindowService)
    protected readonly windowService: WindowService;

    openDashboard(): void {
        this.windowService.openNewWindow(this.contextService.pages.dashboard, { external: true });
    }

    async stopWorkspace(): Promise<void> {
        // The sockets close before the answer is here; that must not look like a lost connection.
        const stay = this.departure.begin('Stopping the workspace…');
        try {
            await this.post('stop', 'The workspace was not stopped.');
            this.departure.leaveFor(this.contextService.pages.workspace);
        } catch (error) {
            stay.dispose();
            throw error;
        }
    }

    async signOut(): Promise<void> {
        const stay = this.departure.begin('Signing out…');
        try {
            await this.post('sign-out', 'You are still signed in.');
            this.departure.leaveFor(this.contextService.pages.login);
        } catch (error) {
            stay.dispose();
            throw error;
        }
    }

    protected async post(action: string, kept: string): Promise<void> {
        let response: Response;
        try {
            response = await fetch(`${hubPrefix}/${action}`, {
                method: 'POST',
                headers: { accept: 'application/json', 'content-type': 'application/json' },
                body: '{}',
                redirect: 'manual'
            });
        } catch (cause) {
            throw new Error(`Longtable does not answer. ${kept} Try again in a moment.`, { cause });
        }
        // Whoever has no session any more has nothing left to sign out of.
        if (response.ok || response.type === 'opaqueredirect' || response.status === 401) {
            return;
        }
        const body: unknown = await response.json().catch(() => undefined);
        throw new Error(errorMessageOf(body) ?? `Longtable answered with ${response.status}. ${kept}`);
    }
}
