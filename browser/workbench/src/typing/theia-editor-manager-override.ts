// Upstream: @theia/editor-preview 1.74.1, browser/editor-preview-manager.ts.
// The caret is put where it is wanted some time after the editor has the focus; what is typed until then is written at
// the beginning of the file, and the caret jumps away from it. Here it is put there together with the focus.
import { DisposableCollection } from '@theia/core/lib/common/disposable';
import { Event } from '@theia/core/lib/common/event';
import type URI from '@theia/core/lib/common/uri';
import { injectable } from '@theia/core/shared/inversify';
import { type EditorOpenerOptions, type EditorWidget } from '@theia/editor/lib/browser';
import { EditorPreviewManager } from '@theia/editor-preview/lib/browser/editor-preview-manager';
import { type EditorPreviewWidget } from '@theia/editor-preview/lib/browser/editor-preview-widget';

@injectable()
export class LongtableEditorManager extends EditorPreviewManager {
    /** Of editors that are being opened and have their caret already. */
    protected readonly placed = new WeakSet<EditorOpenerOptions>();

    protected override async doOpen(
        widget: EditorPreviewWidget,
        uri: URI,
        options: EditorOpenerOptions = {}
    ): Promise<void> {
        const place = (): void => {
            void super.revealSelection(widget, uri, options);
            this.placed.add(options);
        };
        const { editor } = widget;
        const toDispose = new DisposableCollection();
        if (editor.isFocused()) {
            place();
        } else {
            toDispose.push(Event.once(editor.onFocusChanged)(place));
        }
        try {
            await super.doOpen(widget, uri, options);
        } finally {
            toDispose.dispose();
            this.placed.delete(options);
        }
    }

    protected override async revealSelection(
        widget: EditorWidget,
        uri: URI,
        options: EditorOpenerOptions = {}
    ): Promise<void> {
        if (!this.placed.has(options)) {
            await super.revealSelection(widget, uri, options);
        } else if (options.selection) {
            // The editor may have got its size since.
            const { editor } = widget;
            editor.revealRange(editor.selection, { at: options.revealOption ?? 'center' });
        }
    }
}
