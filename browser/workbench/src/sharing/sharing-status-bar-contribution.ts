import { type FrontendApplicationContribution } from '@theia/core/lib/browser';
import { StatusBar, StatusBarAlignment } from '@theia/core/lib/browser/status-bar/status-bar';
import { inject, injectable } from '@theia/core/shared/inversify';
import { PeopleCommand } from '../people/people-commands';
import { PresenceService } from '../people/presence-service';
import { SharingService } from './sharing-service';
import { sharingSentence } from './sharing-words';

/** Says in the status bar whether the workspace is shared, and how many people are here. */
@injectable()
export class SharingStatusBarContribution implements FrontendApplicationContribution {
    @inject(StatusBar)
    protected readonly statusBar: StatusBar;

    @inject(SharingService)
    protected readonly sharing: SharingService;

    @inject(PresenceService)
    protected readonly presence: PresenceService;

    onStart(): void {
        this.sharing.onDidChange(() => void this.show());
        this.presence.onDidChange(() => void this.show());
    }

    protected shown = '';

    protected async show(): Promise<void> {
        const { shared, share } = this.sharing;
        const count = this.presence.people.length;
        const key = JSON.stringify([shared, share, count]);
        if (key === this.shown) {
            return;
        }
        this.shown = key;
        const people = `${count} ${count === 1 ? 'person' : 'people'}`;
        const state = shared === undefined ? '' : shared ? 'Shared' : 'Not shared';
        const sentence = shared === undefined ? '' : `${sharingSentence({ shared, share })}\n`;
        await this.statusBar.setElement('longtable-sharing', {
            text: `${shared ? '$(broadcast)' : '$(organization)'} ${[state, people].filter(Boolean).join(' · ')}`,
            tooltip: `${sentence}${people} here: open the panel`,
            alignment: StatusBarAlignment.LEFT,
            priority: 950,
            command: PeopleCommand.showPanel.id,
            accessibilityInformation: { label: [state, `${people} here`].filter(Boolean).join(', ') }
        });
    }
}
