import { messageOf } from '@longtable/common';
import type { Replica } from '@longtable/common/documents';
import { SaveReason, type Saveable, type SaveOptions } from '@theia/core/lib/browser/saveable';
import { BinaryBuffer } from '@theia/core/lib/common/buffer';
import type { CancellationToken } from '@theia/core/lib/common/cancellation';
import { Emitter, type Event } from '@theia/core/lib/common/event';
import { DisposableCollection, type Disposable } from '@theia/core/lib/common/disposable';
import type { ILogger } from '@theia/core/lib/common/logger';
import type { EncodingMode } from '@theia/editor/lib/browser/editor';
import type { EditorPreferences } from '@theia/editor/lib/common/editor-preferences';
import type * as monaco from '@theia/monaco-editor-core';
import type { ITextBufferFactory, ITextSnapshot } from '@theia/monaco-editor-core/esm/vs/editor/common/model';
import { ICodeEditorService } from '@theia/monaco-editor-core/esm/vs/editor/browser/services/codeEditorService';
import { StandaloneServices } from '@theia/monaco-editor-core/esm/vs/editor/standalone/browser/standaloneServices';
import { MonacoEditorModel } from '@theia/monaco/lib/browser/monaco-editor-model';
import type { MonacoToProtocolConverter } from '@theia/monaco/lib/browser/monaco-to-protocol-converter';
import type { ProtocolToMonacoConverter } from '@theia/monaco/lib/browser/protocol-to-monaco-converter';
import type { DocumentsService } from './documents-service';
import { LateDirt } from './late-dirt';
import type { LiveResource } from './live-resource';
import { LiveUndo } from './live-undo';
import { keepScroll, type ScrolledEditor } from './stable-scroll';
import { TextBinding } from './text-binding';
import { makeLive } from './theia-text-model-override';

/** What a live editor model asks of the page around it. */
export interface LiveEditorModelHost {
    readonly documents: DocumentsService;
    /** Tells the person that something did not work. */
    warn(sentence: string): void;
}

/** Theia's name of it is gone when it is compiled: to read the file anew in another encoding. */
const DECODE = 1;

/** A text that was shared when the snapshot was made, and so needs no restoring. */
interface LiveSnapshot extends ITextSnapshot {
    readonly live: true;
}

/**
 * Monaco's view of a live document. Whether it is dirty, its encoding and its line end are the document's; the agent
 * saves it, so that nothing here writes a file or overwrites what somebody else has written.
 */
export class LiveEditorModel extends MonacoEditorModel {
    protected readonly toDisposeContent = new DisposableCollection();
    protected readonly onDidChangeLineEndEmitter = new Emitter<void>();
    readonly onDidChangeLineEnd = this.onDidChangeLineEndEmitter.event;
    protected readonly onDirtyToldEmitter = new Emitter<void>();
    protected readonly lateDirt = new LateDirt(() => {
        this.onDirtyToldEmitter.fire();
    });
    protected binding: TextBinding;
    protected liveUndo: LiveUndo;
    protected known: Pick<Replica['metadata'], 'encoding' | 'lineEnd' | 'dirty' | 'problem'>;
    protected saving = 0;
    protected revertible = true;

    constructor(
        protected override readonly resource: LiveResource,
        m2p: MonacoToProtocolConverter,
        p2m: ProtocolToMonacoConverter,
        logger: ILogger,
        editorPreferences: EditorPreferences,
        protected readonly host: LiveEditorModelHost
    ) {
        super(resource, m2p, p2m, logger, editorPreferences);
        // What is changed without an editor is in the document, and lost by nobody.
        this.suppressOpenEditorWhenDirty = true;
        this.known = { ...this.replica.metadata };
    }

    get replica(): Replica {
        return this.resource.replica;
    }

    get lineEnd(): 'lf' | 'crlf' {
        return this.replica.metadata.lineEnd;
    }

    /** Whether nobody else has an editor with this document. */
    get alone(): boolean {
        return this.replica.carets.size === 0;
    }

    /** Whether it is dirty can be asked at any time; that it has become so is told when the letter is drawn. */
    override get onDirtyChanged(): Event<void> {
        return this.onDirtyToldEmitter.event;
    }

    protected override initialize(value: string | ITextBufferFactory): void {
        super.initialize(value);
        if (this.toDispose.disposed) {
            return;
        }
        this.toDispose.push(this.makeLive());
        this.bind();
        this.toDispose.pushAll([
            this.onDidChangeLineEndEmitter,
            this.onDirtyToldEmitter,
            this.lateDirt,
            this.onDirtyChangedEmitter.event(() => this.lateDirt.changed(this.dirty)),
            this.toDisposeContent,
            this.replica.onDidReplace(() => this.bind()),
            this.replica.onDidChangeMetadata(() => this.onMetadataChanged()),
            this.replica.onDidChangeAcknowledged(() => this.updateDirty()),
            this.replica.onDidEnd(({ message }) => this.host.warn(message)),
            this.host.documents.attach(this.resource.uri, this.replica)
        ]);
        this.onMetadataChanged();
    }

    protected makeLive(): Disposable {
        return makeLive(this.model, () => ({
            readOnly: this.replica.readOnly,
            binding: this.binding,
            undo: this.liveUndo,
            changeLineEnd: lineEnd => {
                void this.ask('change the line end', () => this.replica.changeFormat({ lineEnd }));
            }
        }));
    }

    /** Binds the editor's text to the document, anew whenever the document has another history. */
    protected bind(): void {
        this.toDisposeContent.dispose();
        this.binding = new TextBinding(this.model, this.replica.text, {
            isReadOnly: () => this.replica.readOnly,
            onWillApply: edits => keepScroll(this.editors, edits),
            onHealed: problem => console.warn(`${this.uri}: ${problem}`)
        });
        const undo = LiveUndo.acquire(this.replica.text, this.binding);
        this.liveUndo = undo.object;
        this.toDisposeContent.pushAll([this.binding, undo]);
    }

    protected get editors(): readonly ScrolledEditor[] {
        const editors = StandaloneServices.get(ICodeEditorService).listCodeEditors();
        return editors.filter(editor => editor.getModel() === this.model);
    }

    protected onMetadataChanged(): void {
        const before = this.known;
        const { encoding, lineEnd, dirty, problem } = this.replica.metadata;
        this.known = { encoding, lineEnd, dirty, ...(problem === undefined ? {} : { problem }) };
        this.updateDirty();
        if (encoding !== before.encoding) {
            this.onDidChangeEncodingEmitter.fire(encoding);
        }
        if (lineEnd !== before.lineEnd) {
            this.onDidChangeLineEndEmitter.fire();
        }
        if (problem !== undefined && problem !== before.problem) {
            this.host.warn(problem);
        }
        if (before.dirty && !dirty && this.saving === 0) {
            // The agent has written the file, which is a save to everybody who waits for one.
            this.fireDidSaveModel();
        }
    }

    protected updateDirty(): void {
        this.setDirty(this.replica.metadata.dirty || !this.replica.acknowledged);
    }

    protected override fireDidChangeContent(event: monaco.editor.IModelContentChangedEvent): void {
        this.onDidChangeContentEmitter.fire(this.asContentChangedEvent(event));
    }

    override save(options?: SaveOptions): Promise<void> {
        // Without being asked, the agent saves. A save of Theia's own accord would cancel one that somebody asked for.
        return options?.saveReason === SaveReason.AfterDelay ? Promise.resolve() : super.save(options);
    }

    protected override async doSave(
        token: CancellationToken,
        _overwriteEncoding?: boolean,
        options?: SaveOptions
    ): Promise<void> {
        await this.saveNow(token, options);
    }

    /** Runs what is to be done at a save, and has the file written; says whether it was. */
    async saveNow(token?: CancellationToken, options?: SaveOptions): Promise<boolean> {
        if (this.replica.readOnly) {
            return true;
        }
        const isCancelled = () => token?.isCancellationRequested ?? false;
        this.saving++;
        try {
            await this.fireWillSaveModel(token ?? this.cancelSave(), options);
            if (isCancelled()) {
                return false;
            }
            const saved = await this.ask('save', () => this.replica.save());
            if (saved) {
                this.fireDidSaveModel();
            }
            return saved;
        } finally {
            this.saving--;
        }
    }

    /** There is nothing to read again: what changes on disk arrives by the document. */
    override sync(): Promise<void> {
        return Promise.resolve();
    }

    /** Lets others keep their text while something runs that reverts what it leaves behind. */
    async withoutRevert(run: () => Promise<void>): Promise<void> {
        this.revertible = false;
        try {
            await run();
        } finally {
            this.revertible = true;
        }
    }

    override async revert(options?: Saveable.RevertOptions): Promise<void> {
        if (!options?.soft && this.revertible && !this.replica.readOnly) {
            await this.ask('revert', () => this.replica.revert());
        }
    }

    override getEncoding(): string {
        return this.replica.metadata.encoding;
    }

    override async setEncoding(encoding: string, mode: EncodingMode): Promise<void> {
        const reopen = (mode as number) === DECODE;
        await this.ask('change the encoding', () =>
            this.replica.changeFormat(reopen ? { encoding, reopen } : { encoding })
        );
    }

    override createSnapshot(preserveBOM?: boolean): LiveSnapshot {
        return { ...super.createSnapshot(preserveBOM), live: true };
    }

    override serialize(): Promise<BinaryBuffer> {
        const text = this.getText();
        return Promise.resolve(BinaryBuffer.fromString(this.lineEnd === 'crlf' ? text.replaceAll('\n', '\r\n') : text));
    }

    /** A snapshot of a live text, as made when a file is moved, is behind what others have typed since. */
    override applySnapshot(snapshot: Saveable.Snapshot): void {
        if (!('live' in snapshot)) {
            super.applySnapshot(snapshot);
        }
    }

    protected async ask(what: string, request: () => Promise<void>): Promise<boolean> {
        try {
            await request();
            return true;
        } catch (error) {
            const reason = messageOf(error);
            this.host.warn(`Could not ${what} ${this.resource.uri.path.base}: ${reason}`);
            return false;
        }
    }
}
