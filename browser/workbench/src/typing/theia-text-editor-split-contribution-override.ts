// Upstream: @theia/editor 1.74.1, browser/text-editor-split-contribution.ts.
// The second editor takes over the caret of the first some time after it has the focus; what is typed until then is
// written elsewhere. Here it takes it over together with the focus.
import { Event } from '@theia/core/lib/common/event';
import { injectable } from '@theia/core/shared/inversify';
import { type DockLayout } from '@theia/core/shared/@lumino/widgets';
import { type EditorWidget } from '@theia/editor/lib/browser';
import { TextEditorSplitContribution } from '@theia/editor/lib/browser/text-editor-split-contribution';

@injectable()
export class LongtableTextEditorSplitContribution extends TextEditorSplitContribution {
    override async split(widget: EditorWidget, splitMode: DockLayout.InsertMode): Promise<EditorWidget> {
        const { uri } = widget.editor;
        const created = this.editorManager.onCreated(({ editor }) => {
            if (editor.uri.isEqual(uri)) {
                Event.once(editor.onFocusChanged)(() => editor.restoreViewState(widget.editor.storeViewState()));
            }
        });
        try {
            return await this.editorManager.openToSide(uri, { widgetOptions: { mode: splitMode, ref: widget } });
        } finally {
            created.dispose();
        }
    }
}
