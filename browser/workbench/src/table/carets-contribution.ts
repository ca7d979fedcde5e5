import { type Caret } from '@longtable/common/documents';
import { type FrontendApplicationContribution } from '@theia/core/lib/browser';
import { Disposable, DisposableCollection } from '@theia/core/lib/common/disposable';
import { URI } from '@theia/core/lib/common/uri';
import { inject, injectable } from '@theia/core/shared/inversify';
import { type ICodeEditor } from '@theia/monaco-editor-core/esm/vs/editor/browser/editorBrowser';
import { ICodeEditorService } from '@theia/monaco-editor-core/esm/vs/editor/browser/services/codeEditorService';
import { StandaloneServices } from '@theia/monaco-editor-core/esm/vs/editor/standalone/browser/standaloneServices';
import { WorkbenchContextService } from '../context/workbench-context-service';
import { LiveTextService } from '../documents/live-text';
import { colourIdOf } from '../people/person-colour';
import { PresenceService } from '../people/presence-service';
import { EditorCarets } from './editor-carets';
import { OwnCaret } from './own-caret';
import { type CaretDress } from './remote-caret';

/** Everybody's carets in all editors of live documents, those beside each other, in comparisons and in peek views included. */
@injectable()
export class CaretsContribution implements FrontendApplicationContribution {
    @inject(LiveTextService)
    protected readonly liveTexts: LiveTextService;

    @inject(PresenceService)
    protected readonly presence: PresenceService;

    @inject(WorkbenchContextService)
    protected readonly contextService: WorkbenchContextService;

    protected readonly carets = new Map<ICodeEditor, EditorCarets>();
    /** In the editor that this person used last. */
    protected own: OwnCaret | undefined;
    protected lastUsed: ICodeEditor | undefined;
    protected colours = '';

    onStart(): void {
        const editors = StandaloneServices.get(ICodeEditorService);
        editors.listCodeEditors().forEach(editor => this.watch(editor));
        editors.onCodeEditorAdd(editor => this.watch(editor));
        this.liveTexts.onDidChange(uri => {
            for (const editor of editors.listCodeEditors()) {
                if (this.shows(editor, uri)) {
                    this.bind(editor);
                }
            }
        });
        this.presence.onDidChange(() => this.onPeopleChanged());
    }

    protected shows(editor: ICodeEditor, uri: URI): boolean {
        const model = editor.getModel();
        return model !== null && new URI(model.uri.toString()).isEqual(uri);
    }

    protected watch(editor: ICodeEditor): void {
        const toDispose = new DisposableCollection();
        toDispose.pushAll([
            editor.onDidChangeModel(() => this.bind(editor)),
            editor.onDidFocusEditorText(() => this.use(editor)),
            editor.onDidDispose(() => toDispose.dispose()),
            Disposable.create(() => this.unbind(editor))
        ]);
        this.bind(editor);
        if (editor.hasTextFocus()) {
            this.use(editor);
        }
    }

    /** Draws in an editor if its text is live now. */
    protected bind(editor: ICodeEditor): void {
        const wasLastUsed = editor === this.lastUsed;
        this.unbind(editor);
        const replica = this.replicaIn(editor);
        if (replica) {
            this.carets.set(editor, new EditorCarets(editor, replica, caret => this.dressOf(caret)));
        }
        if (wasLastUsed) {
            this.use(editor);
        }
    }

    protected unbind(editor: ICodeEditor): void {
        this.carets.get(editor)?.dispose();
        this.carets.delete(editor);
        if (editor === this.lastUsed) {
            this.lastUsed = undefined;
            this.own?.dispose();
            this.own = undefined;
        }
    }

    /** This person is in an editor: their caret is there and nowhere else. */
    protected use(editor: ICodeEditor): void {
        const replica = this.replicaIn(editor);
        this.lastUsed = editor;
        if (this.own?.editor === editor && this.own.replica === replica) {
            return;
        }
        this.own?.dispose();
        this.own = replica && new OwnCaret(editor, replica, this.presence.tab);
    }

    protected replicaIn(editor: ICodeEditor): ReturnType<LiveTextService['replicaOf']> {
        const model = editor.getModel();
        return model ? this.liveTexts.replicaOf(new URI(model.uri.toString())) : undefined;
    }

    protected dressOf({ person }: Caret): CaretDress {
        const isMe = person.userId === this.contextService.context?.me.id;
        const colour = this.presence.person(person.userId)?.colour;
        return {
            name: isMe ? 'You, other tab' : person.name,
            colourClass: `longtable-colour-${colourIdOf(colour).replace('longtable.person', '').toLowerCase()}`,
            colourId: colourIdOf(colour)
        };
    }

    protected onPeopleChanged(): void {
        const colours = JSON.stringify(this.presence.people.map(({ userId, colour }) => [userId, colour]).sort());
        if (colours !== this.colours) {
            this.colours = colours;
            this.carets.forEach(carets => carets.drawAnew());
        }
    }
}
