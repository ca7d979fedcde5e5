// Upstream: @theia/core/lib/browser/shell/application-shell, 1.74.1, `setTopPanelVisibility` and `closeMany`.
// Reason: in a browser Theia hides the whole top panel when the menu bar is 'compact' or 'hidden', and with it the people
// and the account menu, which have to stay. Here only the menu goes.
// Theia asks whether to save before it closes several tabs; a live document needs no answer, and its own close knows.
// Contract: theia-overrides.test.ts.
import { ApplicationShell } from '@theia/core/lib/browser/shell/application-shell';
import { Saveable } from '@theia/core/lib/browser/saveable';
import type { Widget } from '@theia/core/lib/browser/widgets';
import { injectable } from '@theia/core/shared/inversify';
import { LiveEditorModel } from '../documents/live-editor-model';
import { isMenuInTopPanel, MENU_AWAY_CLASS } from './menu-bar-visibility';

@injectable()
export class LongtableApplicationShell extends ApplicationShell {
    protected override setTopPanelVisibility(preference: string): void {
        this.topPanel.toggleClass(MENU_AWAY_CLASS, !isMenuInTopPanel(preference));
        this.topPanel.show();
    }

    override async closeMany(targets: Widget[], options?: ApplicationShell.CloseOptions): Promise<Widget[]> {
        const unshared = targets.filter(widget => !(Saveable.get(widget) instanceof LiveEditorModel));
        if (unshared.length === targets.length || options?.save === false) {
            return super.closeMany(targets, options);
        }
        const staying = this.widgets.filter(widget => !targets.includes(widget));
        if (!(await Saveable.confirmSaveBeforeClose(unshared, staying))) {
            return [];
        }
        const closed: Widget[] = [];
        for (const target of targets) {
            const widget = await this.closeWidget(target.id, options);
            if (widget) {
                closed.push(widget);
            }
        }
        return closed;
    }
}
