import { messageOf, type ShareWorkspace } from '@longtable/common';
import { DialogProps } from '@theia/core/lib/browser/dialogs';
import { ReactDialog } from '@theia/core/lib/browser/dialogs/react-dialog';
import { type Message } from '@theia/core/lib/browser/widgets/widget';
import { type Disposable } from '@theia/core/lib/common/disposable';
import * as React from '@theia/core/shared/react';
import { markAsDialog } from './dialog-role';
import { type InvitationService } from './invitation-service';
import { ShareForm } from './share-form';
import { SharedPage } from './shared-page';
import { optionsOf, type SharingService } from './sharing-service';

const TITLE = 'Share Running Workspace';

/** Asks how to share, shares when told to, and then shows the link. Opening it shares nothing. */
export class ShareDialog extends ReactDialog<void> {
    readonly value = undefined;
    protected busy = false;
    protected problem: string | undefined;

    constructor(
        protected readonly sharing: SharingService,
        protected readonly invitation: InvitationService
    ) {
        super(Object.assign(new DialogProps(), { title: TITLE, maxWidth: 520 }));
        this.addClass('longtable-share-dialog');
        markAsDialog(this.node, TITLE);
        this.toDispose.push(sharing.onDidChange(() => this.update()));
    }

    protected override onAfterAttach(msg: Message): void {
        super.onAfterAttach(msg);
        document.body.classList.add('longtable-mod-sharing');
    }

    protected override onAfterDetach(msg: Message): void {
        document.body.classList.remove('longtable-mod-sharing');
        super.onAfterDetach(msg);
    }

    protected override onActivateRequest(msg: Message): void {
        super.onActivateRequest(msg);
        this.focusFirst();
    }

    /** Enter belongs to the form and its buttons; the dialog itself has nothing to accept. */
    protected override handleEnter(): boolean {
        return false;
    }

    /** The notification with what to do about the link comes while the dialog is open, and has to be within reach. */
    protected override preventTabbingOutsideDialog(elements = [...document.body.children]): Disposable {
        return super.preventTabbingOutsideDialog(
            elements.filter(element => !element.classList.contains('theia-notifications-overlay'))
        );
    }

    protected focusFirst(): void {
        const first = this.contentNode.querySelector<HTMLElement>('input:checked, .longtable-share-link input, button');
        (first ?? this.node).focus();
    }

    protected render(): React.ReactNode {
        const { shared, share } = this.sharing;
        return (
            <>
                {shared && share ? (
                    <SharedPage
                        share={share}
                        busy={this.busy}
                        onChange={change => void this.change({ ...optionsOf(share), ...change })}
                        onCopy={() => void this.invitation.copy()}
                        onStop={() => void this.stop()}
                    />
                ) : (
                    <ShareForm busy={this.busy} onStart={options => void this.start(options)} />
                )}
                {this.problem && (
                    <p className="longtable-share-problem" role="alert">
                        {this.problem}
                    </p>
                )}
            </>
        );
    }

    protected async start(options: ShareWorkspace): Promise<void> {
        if (await this.change(options)) {
            void this.invitation.copy();
            this.contentNode.querySelector<HTMLElement>('.longtable-share-link input')?.focus();
        }
    }

    protected change(options: ShareWorkspace): Promise<boolean> {
        return this.run(() => this.sharing.put(options));
    }

    protected async stop(): Promise<void> {
        if (await this.run(() => this.sharing.stop())) {
            this.close();
        }
    }

    /** Runs something that may fail with a sentence; true when it did not. */
    protected async run(act: () => Promise<unknown>): Promise<boolean> {
        if (this.busy) {
            return false;
        }
        this.busy = true;
        this.problem = undefined;
        this.update();
        try {
            await act();
            return true;
        } catch (error) {
            this.problem = messageOf(error);
            return false;
        } finally {
            this.busy = false;
            this.update();
        }
    }
}
