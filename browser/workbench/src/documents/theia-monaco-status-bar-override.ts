// Upstream: @theia/monaco 1.74.1, browser/monaco-status-bar-contribution.ts.
// Lines of a live text end with LF in the editor; what the status bar tells is how they end in the file.
import { StatusBarAlignment, type StatusBar } from '@theia/core/lib/browser/status-bar/status-bar';
import { injectable } from '@theia/core/shared/inversify';
import { EditorCommands } from '@theia/editor/lib/browser/editor-command';
import type { EditorWidget } from '@theia/editor/lib/browser/editor-widget';
import type * as monaco from '@theia/monaco-editor-core';
import {
    EDITOR_STATUS_EOL,
    MonacoStatusBarContribution
} from '@theia/monaco/lib/browser/monaco-status-bar-contribution';
import { LiveEditorModel } from './live-editor-model';

@injectable()
export class LongtableMonacoStatusBarContribution extends MonacoStatusBarContribution {
    protected live: LiveEditorModel | undefined;

    override activate(statusBar: StatusBar, widget: EditorWidget): void {
        const { document } = widget.editor;
        this.live = document instanceof LiveEditorModel ? document : undefined;
        super.activate(statusBar, widget);
        const { live } = this;
        if (live) {
            this.toDispose.push(
                live.onDidChangeLineEnd(() => this.setLineEndingWidget(statusBar, live.textEditorModel))
            );
        }
    }

    protected override setLineEndingWidget(statusBar: StatusBar, model: monaco.editor.ITextModel): void {
        if (this.live?.textEditorModel !== model) {
            super.setLineEndingWidget(statusBar, model);
            return;
        }
        void statusBar.setElement(EDITOR_STATUS_EOL, {
            text: this.live.lineEnd.toUpperCase(),
            alignment: StatusBarAlignment.RIGHT,
            priority: 11,
            command: EditorCommands.CONFIG_EOL.id,
            tooltip: 'Select End of Line Sequence'
        });
    }
}
