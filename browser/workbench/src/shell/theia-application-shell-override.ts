// Upstream: @theia/core/lib/browser/shell/application-shell, 1.74.1, `setTopPanelVisibility`, `closeMany` and
// `getLayoutData`.
// Reason: in a browser Theia hides the whole top panel when the menu bar is 'compact' or 'hidden', and with it the people
// and the account menu, which have to stay. Here only the menu goes.
// Theia asks whether to save before it closes several tabs; a live document needs no answer, and its own close knows.
// To Theia a panel that is just being unfolded is folded, and as large as it is then. It would stay so in a layout that
// is captured at that moment.
// Contract: theia-overrides.test.ts.
import { ApplicationShell } from '@theia/core/lib/browser/shell/application-shell';
import type { SidePanel } from '@theia/core/lib/browser/shell/side-panel-handler';
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

    override getLayoutData(): ApplicationShell.LayoutData {
        const data = super.getLayoutData();
        const { leftPanelHandler, rightPanelHandler, bottomPanelState: bottom } = this;
        return {
            ...data,
            ...(data.bottomPanel &&
                isUnfolding(bottom) && {
                    bottomPanel: {
                        ...data.bottomPanel,
                        size: bottom.lastPanelSize ?? this.getDefaultBottomPanelSize(),
                        expanded: true
                    }
                }),
            ...(data.leftPanel && { leftPanel: unfolded(data.leftPanel, leftPanelHandler.state) }),
            ...(data.rightPanel && { rightPanel: unfolded(data.rightPanel, rightPanelHandler.state) })
        };
    }
}

function isUnfolding({ expansion }: SidePanel.State): boolean {
    return (expansion as string) === 'expanding';
}

/** A side panel as it will be; one that never had a size gets its usual one. */
function unfolded(panel: SidePanel.LayoutData, state: SidePanel.State): SidePanel.LayoutData {
    return isUnfolding(state) ? { ...panel, size: state.lastPanelSize } : panel;
}
