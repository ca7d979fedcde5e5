import { DocumentsConnection, type Replica } from '@longtable/common/documents';
import type { DOCUMENTS_PATH } from '@longtable/common/documents';
import { Disposable } from '@theia/core/lib/common/disposable';
import { Emitter, type Event } from '@theia/core/lib/common/event';
import type URI from '@theia/core/lib/common/uri';
import { inject, injectable, postConstruct } from '@theia/core/shared/inversify';
import type { WorkspaceService } from '@theia/workspace/lib/browser/workspace-service';
import { backOff } from '../events/back-off';
import { documentPathOf, documentUriOf, sharedRootOf } from './document-path';
import type { LiveTextService } from './live-text';

const documentsPath: typeof DOCUMENTS_PATH = '/.longtable/documents';

/** Answers the workspace service when it is asked for; whoever reads preferences may need a document before there is one. */
export const LateWorkspaceService = Symbol('LateWorkspaceService');
export type LateWorkspaceService = () => WorkspaceService;

/** Holds this page's connection to the live documents of the workspace, and knows which files are documents. */
export const DocumentsService = Symbol('DocumentsService');
export interface DocumentsService extends LiveTextService {
    readonly connection: DocumentsConnection;
    /** The path of a file's document; undefined for what cannot be one. */
    pathOf(uri: URI): string | undefined;
    uriOf(path: string): URI | undefined;
    /** Opens the document of a file, once whoever renames files has told the agent. Dispose the replica when done. */
    open(path: string): Promise<Replica>;
    /** Tells the agent that files have moved, so that their documents move along. */
    renamed(from: URI, to: URI): Promise<void>;
    /** An editor shows a file's document from now on, until this is disposed. */
    attach(uri: URI, replica: Replica): Disposable;
}

@injectable()
export class DefaultDocumentsService implements DocumentsService, Disposable {
    @inject(LateWorkspaceService)
    protected readonly workspaceService: LateWorkspaceService;

    protected readonly onDidChangeEmitter = new Emitter<URI>();
    readonly onDidChange: Event<URI> = this.onDidChangeEmitter.event;

    connection: DocumentsConnection;
    protected readonly attached = new Map<string, Replica>();
    protected renames: Promise<void> = Promise.resolve();

    @postConstruct()
    protected init(): void {
        const url = new URL(documentsPath, window.location.href.replace(/^http/, 'ws')).href;
        this.connection = new DocumentsConnection({
            connect: () => new WebSocket(url),
            backOff: attempt => backOff(attempt)
        });
    }

    dispose(): void {
        this.connection.dispose();
    }

    pathOf(uri: URI): string | undefined {
        const root = this.root;
        return root && documentPathOf(uri, root);
    }

    uriOf(path: string): URI | undefined {
        const root = this.root;
        return root && documentUriOf(path, root);
    }

    async open(path: string): Promise<Replica> {
        await this.renames;
        return this.connection.open(path);
    }

    renamed(from: URI, to: URI): Promise<void> {
        const [fromPath, toPath] = [this.pathOf(from), this.pathOf(to)];
        if (fromPath === undefined || toPath === undefined) {
            return Promise.resolve();
        }
        const told = this.connection.renamed(fromPath, toPath);
        // Who opens the file under its new name must find the document that has moved, not make another.
        this.renames = Promise.allSettled([this.renames, told]).then(() => undefined);
        return told;
    }

    replicaOf(uri: URI): Replica | undefined {
        return this.attached.get(uri.toString());
    }

    attach(uri: URI, replica: Replica): Disposable {
        const key = uri.toString();
        this.attached.set(key, replica);
        this.onDidChangeEmitter.fire(uri);
        return Disposable.create(() => {
            if (this.attached.get(key) === replica) {
                this.attached.delete(key);
                this.onDidChangeEmitter.fire(uri);
            }
        });
    }

    protected get root(): URI | undefined {
        return sharedRootOf(
            this.workspaceService()
                .tryGetRoots()
                .map(({ resource }) => resource)
        );
    }
}
