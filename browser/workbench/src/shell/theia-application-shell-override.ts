// Upstream: @theia/core/lib/browser/shell/application-shell, 1.74.1, `ApplicationShell.setTopPanelVisibility`.
// Reason: in a browser Theia hides the whole top panel when the menu bar is 'compact' or 'hidden', and with it the people
// and the account menu, which have to stay. Here only the menu goes.
// Contract: theia-overrides.test.ts.
import { ApplicationShell } from '@theia/core/lib/browser/shell/application-shell';
import { injectable } from '@theia/core/shared/inversify';
import { isMenuInTopPanel, MENU_AWAY_CLASS } from './menu-bar-visibility';

@injectable()
export class LongtableApplicationShell extends ApplicationShell {
    protected override setTopPanelVisibility(preference: string): void {
        this.topPanel.toggleClass(MENU_AWAY_CLASS, !isMenuInTopPanel(preference));
        this.topPanel.show();
    }
}
