import { messageOf, type SecretList } from '@longtable/common';
import { DialogProps } from '@theia/core/lib/browser/dialogs';
import { ReactDialog } from '@theia/core/lib/browser/dialogs/react-dialog';
import { type Message } from '@theia/core/lib/browser/widgets/widget';
import * as React from '@theia/core/shared/react';
import { markAsDialog } from '../sharing/dialog-role';
import { type SnapshotService } from './snapshot-service';
import { TakeSnapshotForm } from './take-snapshot-form';
import { TakenPage } from './taken-page';
import { Taking } from './taking';
import { TakingPage } from './taking-page';

const TITLE = 'Take Workspace Snapshot';

/** Asks what to leave out, takes a snapshot, and shows its link. Closed meanwhile, it goes on. */
export class TakeSnapshotDialog extends ReactDialog<void> {
    readonly value = undefined;
    protected readonly taking: Taking;
    protected secrets: SecretList | undefined;
    protected problem: string | undefined;
    protected copied: string | undefined;

    constructor(protected readonly service: SnapshotService) {
        super(Object.assign(new DialogProps(), { title: TITLE, maxWidth: 520 }));
        this.addClass('longtable-share-dialog');
        markAsDialog(this.node, TITLE);
        this.taking = new Taking(service);
        this.toDispose.push(this.taking);
        this.toDispose.push(this.taking.onDidChange(() => this.update()));
        void this.lookForSecrets();
    }

    protected override onActivateRequest(msg: Message): void {
        super.onActivateRequest(msg);
        (this.contentNode.querySelector<HTMLElement>('input, button') ?? this.node).focus();
    }

    /** Enter belongs to the form and its buttons; the dialog itself has nothing to accept. */
    protected override handleEnter(): boolean {
        return false;
    }

    protected render(): React.ReactNode {
        const { taking } = this;
        return (
            <>
                {this.renderPage()}
                {taking.problem && (
                    <p className="longtable-share-problem" role="alert">
                        {taking.problem}
                    </p>
                )}
            </>
        );
    }

    protected renderPage(): React.ReactNode {
        const { snapshot, busy } = this.taking;
        if (snapshot?.status === 'taking') {
            const progress = snapshot.progress ?? { step: 'waiting' as const, files: 0, bytes: 0 };
            return <TakingPage progress={progress} busy={busy} onCancel={() => void this.taking.cancel()} />;
        }
        if (snapshot?.url !== undefined) {
            return (
                <TakenPage
                    snapshot={snapshot}
                    url={snapshot.url}
                    copied={this.copied}
                    onCopy={text => void this.copy(text)}
                />
            );
        }
        return (
            <TakeSnapshotForm
                secrets={this.secrets}
                problem={this.problem}
                busy={busy}
                onTake={wish => void this.taking.take(wish)}
            />
        );
    }

    protected async lookForSecrets(): Promise<void> {
        try {
            this.secrets = await this.service.secrets();
        } catch (error) {
            this.problem = `Nobody looked for secrets. ${messageOf(error)}`;
        }
        this.update();
    }

    protected async copy(text: string): Promise<void> {
        this.copied = await navigator.clipboard.writeText(text).then(
            () => 'Copied.',
            () => 'The browser did not let it be copied. Select the link and copy it by hand.'
        );
        this.update();
    }
}
