import { type CaretReport, describeSelections, type Replica } from '@longtable/common/documents';
import { type Disposable, DisposableCollection } from '@theia/core/lib/common/disposable';
import { type ICodeEditor } from '@theia/monaco-editor-core/esm/vs/editor/browser/editorBrowser';
import { Throttle } from '../people/throttle';

/** 30 times a second, in milliseconds. */
const REPORT_EVERY_MS = 1000 / 30;
/** More selections than this are not told. */
const MOST_SELECTIONS = 200;

/** Tells the others where this person's carets are in one editor, and which lines they see, until disposed. */
export class OwnCaret implements Disposable {
    protected readonly toDispose = new DisposableCollection();
    protected readonly reports = new Throttle({
        every: REPORT_EVERY_MS,
        value: () => this.report(),
        pass: report => this.replica.setCaret(report)
    });

    constructor(
        readonly editor: ICodeEditor,
        readonly replica: Replica,
        protected readonly tab: string
    ) {
        const report = () => this.reports.changed();
        this.toDispose.pushAll([
            editor.onDidChangeCursorSelection(report),
            editor.onDidScrollChange(report),
            editor.onDidLayoutChange(report),
            replica.onDidReplace(() => {
                this.reports.reset();
                report();
            }),
            this.reports
        ]);
        report();
    }

    /** The caret has left. */
    dispose(): void {
        this.toDispose.dispose();
        this.replica.setCaret(undefined);
    }

    protected report(): CaretReport | undefined {
        const model = this.editor.getModel();
        const selections = this.editor.getSelections();
        if (!model || !selections) {
            return undefined;
        }
        const ranges = this.editor.getVisibleRanges();
        const [first, last] = [ranges[0], ranges[ranges.length - 1]];
        return {
            selections: describeSelections(
                this.replica.text,
                selections.slice(0, MOST_SELECTIONS).map(selection => ({
                    anchor: model.getOffsetAt({
                        lineNumber: selection.selectionStartLineNumber,
                        column: selection.selectionStartColumn
                    }),
                    head: model.getOffsetAt(selection.getPosition())
                }))
            ),
            ...(first && last && { view: [first.startLineNumber - 1, last.endLineNumber - 1] as const }),
            tab: this.tab
        };
    }
}
