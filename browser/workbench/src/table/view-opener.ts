import type { PresenceLocation, PresenceView } from '@longtable/common';
import { open, OpenerService } from '@theia/core/lib/browser/opener-service';
import { DiffUris } from '@theia/core/lib/browser/diff-uris';
import { CommandRegistry } from '@theia/core/lib/common/command';
import { URI } from '@theia/core/lib/common/uri';
import { inject, injectable } from '@theia/core/shared/inversify';
import { type EditorOpenerOptions, EditorManager } from '@theia/editor/lib/browser/editor-manager';
import { type EditorWidget } from '@theia/editor/lib/browser/editor-widget';
import { WorkspaceService } from '@theia/workspace/lib/browser/workspace-service';

const SHOW_MARKDOWN = 'markdown.showPreview';

/** In front, but the keys stay where they are; in a tab that the next file takes over, so that tabs do not pile up. */
const options: EditorOpenerOptions = { mode: 'reveal', preview: true };

/** Opens the view that somebody else has in front of them. */
@injectable()
export class ViewOpener {
    @inject(EditorManager)
    protected readonly editors: EditorManager;

    @inject(OpenerService)
    protected readonly openers: OpenerService;

    @inject(CommandRegistry)
    protected readonly commands: CommandRegistry;

    @inject(WorkspaceService)
    protected readonly workspaceService: WorkspaceService;

    uriOf(path: string): URI | undefined {
        return this.workspaceService.getWorkspaceRootUri(undefined)?.resolve(path);
    }

    /** Answers the editor, if the view is one. What cannot be shown here as it is there is shown as text. */
    async open({ path, view }: PresenceLocation): Promise<EditorWidget | undefined> {
        const uri = this.uriOf(path);
        if (!uri) {
            return undefined;
        }
        try {
            switch (view?.kind) {
                case 'diff':
                    return await this.openDiff(view);
                case 'preview':
                    await this.openPreview(uri, view.type);
                    return undefined;
                default:
                    return await this.editors.open(uri, options);
            }
        } catch (error) {
            if (!view || view.kind === 'text') {
                throw error;
            }
            return this.editors.open(uri, options);
        }
    }

    protected openDiff({ left, right }: Extract<PresenceView, { kind: 'diff' }>): Promise<EditorWidget> {
        const uris = [new URI(left), new URI(right)] as const;
        if (!uris.every(uri => this.mayShow(uri))) {
            throw new Error('That is no comparison of files of this workspace.');
        }
        return this.editors.open(DiffUris.encode(...uris), options);
    }

    protected async openPreview(uri: URI, type: string): Promise<void> {
        if (!type.endsWith('markdown.preview')) {
            await open(this.openers, uri, options);
            return;
        }
        if (!this.commands.isEnabled(SHOW_MARKDOWN)) {
            throw new Error('Previews of Markdown are not available here.');
        }
        await this.commands.executeCommand(SHOW_MARKDOWN, uri);
    }

    /** Addresses come from somebody else's page: nothing but files of this workspace, as they are or as git has them. */
    protected mayShow(uri: URI): boolean {
        return (
            ['file', 'git'].includes(uri.scheme) &&
            this.workspaceService.getWorkspaceRootUri(uri.withScheme('file').withoutQuery()) !== undefined
        );
    }
}
