import type { PresenceLocation, PresenceReport, PresentPerson } from '@longtable/common';
import { Disposable, DisposableCollection } from '@theia/core/lib/common/disposable';
import { Emitter, type Event } from '@theia/core/lib/common/event';
import { inject, injectable } from '@theia/core/shared/inversify';
import { EditorManager } from '@theia/editor/lib/browser/editor-manager';
import { WorkspaceService } from '@theia/workspace/lib/browser/workspace-service';
import { WorkbenchContextService } from '../context/workbench-context-service';
import { ActivityWatch } from './activity-watch';
import { sortPeople } from './person-order';
import { presencePath } from './people-message';
import { PresenceConnection } from './presence-connection';
import { Throttle } from './throttle';

/** Two reports a second are enough to see somebody move. */
const REPORT_EVERY_MS = 500;

/** Knows who is in this workspace now, and tells the others where this person is. */
export const PresenceService = Symbol('PresenceService');
export interface PresenceService {
    /** Everybody who is here, this person first. The last that was known while the connection is lost. */
    readonly people: readonly PresentPerson[];
    /** Whether that is up to date. */
    readonly connected: boolean;
    readonly onDidChange: Event<void>;
}

@injectable()
export class DefaultPresenceService implements PresenceService, Disposable {
    @inject(WorkbenchContextService)
    protected readonly contextService: WorkbenchContextService;

    @inject(EditorManager)
    protected readonly editors: EditorManager;

    @inject(WorkspaceService)
    protected readonly workspaceService: WorkspaceService;

    protected readonly onDidChangeEmitter = new Emitter<void>();
    readonly onDidChange = this.onDidChangeEmitter.event;

    people: readonly PresentPerson[] = [];
    connected = false;

    protected readonly toDispose = new DisposableCollection();
    protected readonly toDisposeEditor = new DisposableCollection();
    protected connection: PresenceConnection | undefined;
    protected watch: ActivityWatch | undefined;
    protected readonly reports = new Throttle<PresenceReport>(REPORT_EVERY_MS, report => this.connection?.send(report));

    /** Comes to the table, and stays there until disposed. */
    start(): void {
        this.watch = new ActivityWatch(document, () => this.report());
        this.connection = new PresenceConnection(
            new URL(presencePath, window.location.href.replace(/^http/, 'ws')).href,
            () => {
                this.reports.reset();
                this.report();
            },
            people => this.accept(people)
        );
        this.toDispose.push(this.watch);
        this.toDispose.push(this.connection);
        this.toDispose.push(this.reports);
        this.toDispose.push(this.editors.onCurrentEditorChanged(() => this.onEditorChanged()));
        this.toDispose.push(Disposable.create(() => this.toDisposeEditor.dispose()));
        this.onEditorChanged();
    }

    dispose(): void {
        this.toDispose.dispose();
    }

    protected accept(people: readonly PresentPerson[] | undefined): void {
        this.connected = people !== undefined;
        if (people) {
            this.people = sortPeople(people, this.contextService.context?.me.id);
        }
        this.onDidChangeEmitter.fire();
    }

    protected onEditorChanged(): void {
        this.toDisposeEditor.dispose();
        const editor = this.editors.currentEditor?.editor;
        if (editor) {
            this.toDisposeEditor.push(editor.onCursorPositionChanged(() => this.report()));
        }
        this.report();
    }

    protected report(): void {
        if (this.watch) {
            const location = this.location();
            this.reports.push({ activity: this.watch.activity, ...(location ? { location } : {}) });
        }
    }

    protected location(): PresenceLocation | undefined {
        const editor = this.editors.currentEditor?.editor;
        if (editor?.uri.scheme !== 'file') {
            return undefined;
        }
        // What is outside the workspace is nobody's business.
        const path = this.workspaceService.getWorkspaceRootUri(editor.uri)?.relative(editor.uri)?.toString();
        return path && path.length <= 1000 ? { path, line: editor.cursor.line + 1 } : undefined;
    }
}
