import { type Disposable } from '@theia/core/lib/common/disposable';
import type { ConnectionView } from './connection-view';

/**
 * Shows the state of the connection above everything else. Plain DOM, so that it works whatever state the workbench
 * is in.
 */
export class ConnectionOverlay implements Disposable {
    protected readonly status = document.createElement('div');
    protected element: HTMLElement | undefined;
    protected shown = '';

    /** @param onWillLeave called when someone follows the link of a page that is away */
    constructor(
        protected readonly host: HTMLElement,
        protected readonly onWillLeave: () => void
    ) {
        // A live region announces only what changes while it is there, so it is there from the start.
        this.status.className = 'longtable-connection-status';
        this.status.setAttribute('role', 'status');
        host.append(this.status);
    }

    show(view: ConnectionView): void {
        const key = JSON.stringify(view);
        if (key === this.shown) {
            return;
        }
        this.shown = key;
        this.element?.remove();
        this.element = undefined;
        this.status.replaceChildren();
        if (view.kind === 'reconnecting') {
            this.element = createReconnecting(view);
            this.status.append(this.element);
        } else if (view.kind === 'away') {
            this.element = createAwayPage(view);
            this.host.append(this.element);
            const action = this.element.querySelector('a');
            action?.addEventListener('click', this.onWillLeave);
            action?.focus();
        }
    }

    dispose(): void {
        this.element?.remove();
        this.status.remove();
    }
}

function createReconnecting(view: Extract<ConnectionView, { kind: 'reconnecting' }>): HTMLElement {
    const toast = create('div', 'longtable-reconnecting');
    const spinner = create('span', 'codicon codicon-loading codicon-modifier-spin');
    spinner.setAttribute('aria-hidden', 'true');
    toast.append(spinner, create('span', 'longtable-reconnecting-message', view.message));
    if (view.detail) {
        toast.append(create('span', 'longtable-reconnecting-detail', view.detail));
    }
    return toast;
}

/** A page in place of the workbench: what happened, and one way to go. */
export function createAwayPage(view: Extract<ConnectionView, { kind: 'away' }>): HTMLElement {
    const page = create('div', `longtable-away${view.workspace === 'blurred' ? '' : ' longtable-mod-opaque'}`);
    page.setAttribute('role', 'alertdialog');
    page.setAttribute('aria-modal', 'true');
    page.setAttribute('aria-labelledby', 'longtable-away-title');
    page.setAttribute('aria-describedby', 'longtable-away-message');
    const card = create('div', 'longtable-away-card');
    const logo = create('div', 'longtable-logo');
    logo.setAttribute('aria-hidden', 'true');
    const title = create('h1', 'longtable-away-title', view.title);
    title.id = 'longtable-away-title';
    const message = create('p', 'longtable-away-message', view.message);
    message.id = 'longtable-away-message';
    const action = create('a', 'theia-button main longtable-away-action', view.action.label);
    action.href = view.action.url;
    card.append(logo, title, message, action);
    page.append(card);
    return page;
}

function create<K extends keyof HTMLElementTagNameMap>(tag: K, className: string, text = ''): HTMLElementTagNameMap[K] {
    const element = document.createElement(tag);
    element.className = className;
    element.textContent = text;
    return element;
}
