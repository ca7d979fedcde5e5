import { diffTexts, type Replica } from '@longtable/common/documents';
import { Disposable, DisposableCollection } from '@theia/core/lib/common/disposable';
import { Emitter } from '@theia/core/lib/common/event';
import type { MarkdownString } from '@theia/core/lib/common/markdown-rendering';
import type { Resource, ResourceSaveOptions } from '@theia/core/lib/common/resource';
import type URI from '@theia/core/lib/common/uri';

const VIEW_ONLY = 'You can view this file. To edit it, ask the owner of the workspace for access.';
const OVER = 'This file is no longer shared, and what is typed here reaches nobody. Close it and open it again.';

/** A file whose content is a live document. The agent reads and writes the file, nobody in the browser does. */
export class LiveResource implements Resource {
    protected readonly onDidChangeReadOnlyEmitter = new Emitter<boolean | MarkdownString>();
    readonly onDidChangeReadOnly = this.onDidChangeReadOnlyEmitter.event;
    protected readonly onDidChangeContentsEmitter = new Emitter<void>();
    /** For those who show the content without an editor. */
    readonly onDidChangeContents = this.onDidChangeContentsEmitter.event;

    protected readonly toDispose = new DisposableCollection(
        this.onDidChangeReadOnlyEmitter,
        this.onDidChangeContentsEmitter
    );
    protected wasReadOnly: boolean;

    constructor(
        readonly uri: URI,
        readonly replica: Replica
    ) {
        this.wasReadOnly = replica.readOnly;
        this.toDispose.push({ dispose: () => replica.dispose() });
        for (const event of [replica.onDidChangeMetadata, replica.onDidEnd]) {
            this.toDispose.push(event(() => this.updateReadOnly()));
        }
        this.observeText();
        this.toDispose.push(
            replica.onDidReplace(() => {
                this.observeText();
                this.onDidChangeContentsEmitter.fire();
            })
        );
    }

    dispose(): void {
        this.toDispose.dispose();
    }

    get encoding(): string {
        return this.replica.metadata.encoding;
    }

    get readOnly(): false | MarkdownString {
        return this.replica.readOnly ? { value: this.replica.ended ? OVER : VIEW_ONLY } : false;
    }

    readContents(): Promise<string> {
        return Promise.resolve(this.replica.text.toJSON());
    }

    get saveContents(): Resource['saveContents'] {
        return this.replica.readOnly ? undefined : (content, options) => this.save(content, options);
    }

    guessEncoding(): Promise<string> {
        return Promise.resolve(this.encoding);
    }

    protected async save(content: string, options?: ResourceSaveOptions): Promise<void> {
        const { text, doc } = this.replica;
        const edits = diffTexts(text.toJSON(), content.replace(/\r\n?/g, '\n'));
        doc.transact(() => {
            for (const edit of edits) {
                text.delete(edit.offset, edit.delete);
                text.insert(edit.offset, edit.insert);
            }
        }, this);
        if (options?.overwriteEncoding && options.encoding !== undefined && options.encoding !== this.encoding) {
            await this.replica.changeFormat({ encoding: options.encoding });
        }
        await this.replica.save();
    }

    protected observeText(): void {
        const { text } = this.replica;
        const observer = () => {
            this.onDidChangeContentsEmitter.fire();
        };
        text.observe(observer);
        this.toDispose.push(
            Disposable.create(() => {
                text.unobserve(observer);
            })
        );
    }

    protected updateReadOnly(): void {
        if (this.replica.readOnly !== this.wasReadOnly) {
            this.wasReadOnly = this.replica.readOnly;
            this.onDidChangeReadOnlyEmitter.fire(this.readOnly);
        }
    }
}
