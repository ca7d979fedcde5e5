// Upstream: @theia/core/lib/browser/shell/shell-layout-restorer, 1.74.1, `storeLayout`, `storePerspectiveLayouts` and
// `deflate`; @theia/terminal/lib/browser/terminal-widget-impl, 1.74.1, `storeState`.
// Reason: Theia stores the layout only while the page goes away, which a browser that crashes never comes to. Storing it
// in between must not change the page: a terminal whose state was stored once is not closed with its tab any more.
// Views that were never shown have no size, and Theia would bring them back folded.
// Contract: theia-overrides.test.ts.
import { type FrontendApplication } from '@theia/core/lib/browser';
import { ShellLayoutRestorer } from '@theia/core/lib/browser/shell/shell-layout-restorer';
import { injectable } from '@theia/core/shared/inversify';
import { TERMINAL_WIDGET_FACTORY_ID } from '@theia/terminal/lib/browser/terminal-widget-impl';
import { withSizes } from './view-sizes';

interface Closing {
    closeOnDispose: boolean;
}

@injectable()
export class LongtableShellLayoutRestorer extends ShellLayoutRestorer {
    /** Stores the layout as it is now, and changes nothing in the page. */
    captureLayout(app: FrontendApplication): void {
        if (!this.shouldStoreLayout) {
            return;
        }
        const terminals = this.widgetManager.getWidgets(TERMINAL_WIDGET_FACTORY_ID) as unknown as readonly Closing[];
        const before = terminals.map(({ closeOnDispose }) => closeOnDispose);
        try {
            // Not `storeLayout`, which writes two lines into the log of the backend each time.
            this.storePerspectiveLayouts(app);
        } finally {
            terminals.forEach((terminal, index) => (terminal.closeOnDispose = before[index] ?? true));
        }
    }

    protected override deflate(data: object): string {
        return super.deflate(withSizes(data));
    }
}
