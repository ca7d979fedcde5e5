import { type FrontendApplication, type FrontendApplicationContribution } from '@theia/core/lib/browser';
import { Panel } from '@theia/core/lib/browser/widgets/widget';
import { ContributionProvider } from '@theia/core/lib/common/contribution-provider';
import { inject, injectable, named } from '@theia/core/shared/inversify';
import { TopRightItem } from './top-right-item';

/** Puts the items of the top right corner behind whatever else is in the top panel. */
@injectable()
export class TopRightContribution implements FrontendApplicationContribution {
    @inject(ContributionProvider)
    @named(TopRightItem)
    protected readonly items: ContributionProvider<TopRightItem>;

    onStart(app: FrontendApplication): void {
        const panel = new Panel();
        panel.id = 'longtable-top-right';
        for (const item of [...this.items.getContributions()].sort((a, b) => a.order - b.order)) {
            panel.addWidget(item.widget);
        }
        // The panel's style puts it last and to the right, whichever contribution starts first.
        void app.shell.addWidget(panel, { area: 'top' });
    }
}
