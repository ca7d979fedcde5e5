import { WebSocketConnectionSource } from '@theia/core/lib/browser/messaging/ws-connection-source';
import { SecondaryWindowService } from '@theia/core/lib/browser/window/secondary-window-service';
import { Emitter, type Event } from '@theia/core/lib/common/event';
import { inject, injectable } from '@theia/core/shared/inversify';
import { PRODUCT_NAME } from '../product/product-name';
import { LongtableLocalStorageService } from '../storage/theia-local-storage-service-override';
import { createAwayPage } from './connection-overlay';
import type { ConnectionView } from './connection-view';
import { UnsavedTextService } from './unsaved-text-service';

/** Takes the workspace away from the page of someone whose right has ended. */
export const WorkspaceClearance = Symbol('WorkspaceClearance');
export interface WorkspaceClearance {
    readonly cleared: boolean;
    /** Fires once, for whatever still talks to the workspace. */
    readonly onDidClear: Event<void>;
    /**
     * Removes everything of the workspace from the page and from this browser's storage, ends the connection for good,
     * and shows a page that says why. Nothing brings the workspace back but a new visit.
     */
    clear(view: Extract<ConnectionView, { kind: 'away' }>): void;
}

@injectable()
export class DefaultWorkspaceClearance implements WorkspaceClearance {
    @inject(WebSocketConnectionSource)
    protected readonly connectionSource: WebSocketConnectionSource;

    @inject(UnsavedTextService)
    protected readonly unsaved: UnsavedTextService;

    @inject(LongtableLocalStorageService)
    protected readonly storage: LongtableLocalStorageService;

    @inject(SecondaryWindowService)
    protected readonly secondaryWindows: SecondaryWindowService;

    protected readonly onDidClearEmitter = new Emitter<void>();
    readonly onDidClear = this.onDidClearEmitter.event;

    cleared = false;

    clear(view: Extract<ConnectionView, { kind: 'away' }>): void {
        if (this.cleared) {
            return;
        }
        this.cleared = true;
        this.unsaved.drop();
        this.storage.drop();
        // A socket that is closed on this side does not come back, and so cannot make Theia reload the page.
        this.connectionSource.socket.disconnect();
        for (const secondary of [...this.secondaryWindows.getWindows()]) {
            secondary.close();
        }
        const page = createAwayPage(view);
        document.body.replaceChildren(page);
        document.title = PRODUCT_NAME;
        // What the workbench still has running may put notifications, menus or hovers into the page.
        new MutationObserver(() => {
            for (const element of [...document.body.children].filter(child => child !== page)) {
                element.remove();
            }
            if (document.title !== PRODUCT_NAME) {
                document.title = PRODUCT_NAME;
            }
        }).observe(document.documentElement, { childList: true, subtree: true, characterData: true });
        page.querySelector('a')?.focus();
        this.onDidClearEmitter.fire();
    }
}
