import type { PresenceLocation } from '@longtable/common';
import { ApplicationShell } from '@theia/core/lib/browser/shell/application-shell';
import { NavigatableWidget } from '@theia/core/lib/browser/navigatable-types';
import { type Widget } from '@theia/core/lib/browser/widgets/widget';
import { DiffUris } from '@theia/core/lib/browser/diff-uris';
import { Disposable, DisposableCollection } from '@theia/core/lib/common/disposable';
import { Emitter } from '@theia/core/lib/common/event';
import { URI } from '@theia/core/lib/common/uri';
import { inject, injectable } from '@theia/core/shared/inversify';
import { type TextEditor } from '@theia/editor/lib/browser/editor';
import { EditorWidget } from '@theia/editor/lib/browser/editor-widget';
import { WorkspaceService } from '@theia/workspace/lib/browser/workspace-service';
import { isRecord } from '../context/is-record';

/** A web view tells nobody that what it shows has changed, so it is looked at this often, in milliseconds. */
const LOOK_EVERY_MS = 1000;
const LONGEST_PATH = 1000;
const LONGEST_ADDRESS = 1500;

/** Something that is no text editor and shows a file by a web view, as extensions make them. */
interface ViewOfExtension {
    readonly viewType: string;
    /** What the view itself keeps, as JSON. */
    readonly state?: string;
}

/** Knows which file stands in front of this person, in what kind of view, and which part of it. */
@injectable()
export class FrontView implements Disposable {
    @inject(ApplicationShell)
    protected readonly shell: ApplicationShell;

    @inject(WorkspaceService)
    protected readonly workspaceService: WorkspaceService;

    protected readonly onDidChangeEmitter = new Emitter<void>();
    readonly onDidChange = this.onDidChangeEmitter.event;

    protected readonly toDispose = new DisposableCollection();
    protected readonly toDisposeWidget = new DisposableCollection();
    protected widget: Widget | undefined;

    start(): void {
        this.toDispose.push(this.shell.onDidChangeCurrentWidget(() => this.look()));
        this.toDispose.push(Disposable.create(() => this.toDisposeWidget.dispose()));
        this.look();
    }

    dispose(): void {
        this.toDispose.dispose();
    }

    /** Where this person is; undefined when no file of the workspace is in front of them. */
    get location(): PresenceLocation | undefined {
        this.look();
        const { widget } = this;
        if (widget instanceof EditorWidget) {
            return this.locationIn(widget.editor);
        }
        const uri = widget && fileOf(widget);
        const path = uri && this.pathOf(uri);
        return path !== undefined && widget && isViewOfExtension(widget)
            ? { path, view: { kind: 'preview', type: widget.viewType.slice(0, 200) } }
            : undefined;
    }

    protected locationIn(editor: TextEditor): PresenceLocation | undefined {
        const lines = linesIn(editor);
        if (!DiffUris.isDiffUri(editor.uri)) {
            const path = editor.uri.scheme === 'file' ? this.pathOf(editor.uri) : undefined;
            return path === undefined ? undefined : { path, ...lines };
        }
        const [left, right]: readonly URI[] = DiffUris.decode(editor.uri);
        const path = left && right && (this.pathOf(right) ?? this.pathOf(left));
        if (path === undefined) {
            return undefined;
        }
        const view = { kind: 'diff', left: String(left), right: String(right) } as const;
        const fits = view.left.length <= LONGEST_ADDRESS && view.right.length <= LONGEST_ADDRESS;
        return { path, ...lines, ...(fits && { view }) };
    }

    /** Where a file is in the workspace. What is outside is nobody's business. */
    protected pathOf(uri: URI): string | undefined {
        const file = uri.withScheme('file').withoutQuery().withoutFragment();
        const path = this.workspaceService.getWorkspaceRootUri(file)?.relative(file)?.toString();
        return path && path.length <= LONGEST_PATH ? path : undefined;
    }

    /** Finds out what is in front: the view that is in use if it shows a file, else the one in the middle. */
    protected look(): void {
        const { currentWidget } = this.shell;
        const widget =
            currentWidget && (currentWidget instanceof EditorWidget || fileOf(currentWidget))
                ? currentWidget
                : this.shell.getCurrentWidget('main');
        if (widget !== this.widget) {
            this.toDisposeWidget.dispose();
            this.widget = widget;
            if (widget) {
                this.watch(widget);
            }
            this.onDidChangeEmitter.fire();
        }
    }

    protected watch(widget: Widget): void {
        const changed = (): void => {
            this.onDidChangeEmitter.fire();
        };
        widget.disposed.connect(changed);
        this.toDisposeWidget.push(Disposable.create(() => void widget.disposed.disconnect(changed)));
        if (widget instanceof EditorWidget) {
            this.toDisposeWidget.push(widget.editor.onCursorPositionChanged(changed));
            this.toDisposeWidget.push(widget.editor.onScrollChanged(changed));
        } else if (isViewOfExtension(widget)) {
            const timer = window.setInterval(changed, LOOK_EVERY_MS);
            this.toDisposeWidget.push(Disposable.create(() => window.clearInterval(timer)));
        }
    }
}

function linesIn(editor: TextEditor): Pick<PresenceLocation, 'line' | 'lines'> {
    const ranges = editor.getVisibleRanges();
    const [first, last] = [ranges[0], ranges[ranges.length - 1]];
    return {
        line: editor.cursor.line + 1,
        ...(first && last && { lines: [first.start.line + 1, last.end.line + 1] as [number, number] })
    };
}

function isViewOfExtension(widget: object): widget is ViewOfExtension {
    return 'viewType' in widget && typeof widget.viewType === 'string';
}

/** The file that a view other than an editor shows. */
function fileOf(widget: Widget): URI | undefined {
    if (NavigatableWidget.is(widget)) {
        return widget.getResourceUri();
    }
    if (!isViewOfExtension(widget) || !widget.viewType.endsWith('markdown.preview')) {
        return undefined;
    }
    // The preview of Markdown is no view of a file to Theia, but it keeps by itself which one it shows.
    try {
        const state: unknown = JSON.parse(widget.state ?? '');
        return isRecord(state) && typeof state['resource'] === 'string' ? new URI(state['resource']) : undefined;
    } catch {
        return undefined;
    }
}
