import { AbstractDialog, Dialog, DialogProps } from '@theia/core/lib/browser/dialogs';
import { markAsDialog } from './dialog-role';

/** Something to read, and a button to close it. */
export class OkDialog extends AbstractDialog<boolean> {
    readonly value = true;

    constructor(title: string, paragraphs: readonly string[]) {
        super(Object.assign(new DialogProps(), { title, maxWidth: 480 }));
        markAsDialog(this.node, title);
        this.addClass('longtable-ok-dialog');
        for (const text of paragraphs) {
            const paragraph = document.createElement('p');
            paragraph.textContent = text;
            this.contentNode.append(paragraph);
        }
        this.appendAcceptButton(Dialog.OK);
    }
}
