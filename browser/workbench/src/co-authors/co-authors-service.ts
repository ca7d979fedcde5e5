import type { CoAuthor } from '@longtable/common';
import { type FrontendApplicationContribution } from '@theia/core/lib/browser';
import { Disposable, DisposableCollection } from '@theia/core/lib/common/disposable';
import { Emitter, type Event } from '@theia/core/lib/common/event';
import { inject, injectable } from '@theia/core/shared/inversify';
import type { ScmRepository } from '@theia/scm/lib/browser/scm-repository';
import { ScmService } from '@theia/scm/lib/browser/scm-service';
import { WorkspaceService } from '@theia/workspace/lib/browser/workspace-service';
import { WorkbenchContextService } from '../context/workbench-context-service';
import { DocumentsService } from '../documents/documents-service';

/** Staging many files tells of each; one question is enough for all of them. */
const ASK_AFTER_MS = 300;

/** Knows who else has typed in what is staged. */
export const CoAuthorsService = Symbol('CoAuthorsService');
export interface CoAuthorsService {
    /** Everybody but this person whose live edits the staged changes of the workspace's repository hold. */
    readonly coAuthors: readonly CoAuthor[];
    readonly onDidChange: Event<void>;
}

@injectable()
export class DefaultCoAuthorsService implements CoAuthorsService, FrontendApplicationContribution {
    @inject(ScmService)
    protected readonly scm: ScmService;

    @inject(WorkspaceService)
    protected readonly workspaceService: WorkspaceService;

    @inject(DocumentsService)
    protected readonly documents: DocumentsService;

    @inject(WorkbenchContextService)
    protected readonly contextService: WorkbenchContextService;

    protected readonly onDidChangeEmitter = new Emitter<void>();
    readonly onDidChange = this.onDidChangeEmitter.event;

    coAuthors: readonly CoAuthor[] = [];

    protected readonly toDispose = new DisposableCollection(this.onDidChangeEmitter);
    protected readonly toDisposeRepository = new DisposableCollection();
    protected timer: number | undefined;

    onStart(): void {
        this.toDispose.push(this.scm.onDidChangeSelectedRepository(repository => this.follow(repository)));
        this.toDispose.push(Disposable.create(() => this.toDisposeRepository.dispose()));
        this.toDispose.push(Disposable.create(() => window.clearTimeout(this.timer)));
        this.follow(this.scm.selectedRepository);
    }

    onStop(): void {
        this.toDispose.dispose();
    }

    protected follow(repository: ScmRepository | undefined): void {
        this.toDisposeRepository.dispose();
        if (repository && this.isOfWorkspace(repository) && this.contextService.can('edit')) {
            this.toDisposeRepository.push(repository.provider.onDidChange(() => this.askLater()));
            this.askLater();
        } else {
            this.accept([]);
        }
    }

    /** Live documents are those of the workspace's folder; a repository elsewhere has none. */
    protected isOfWorkspace({ provider }: ScmRepository): boolean {
        return this.workspaceService.tryGetRoots().some(root => root.resource.toString() === provider.rootUri);
    }

    protected askLater(): void {
        window.clearTimeout(this.timer);
        this.timer = window.setTimeout(() => void this.ask(), ASK_AFTER_MS);
    }

    protected async ask(): Promise<void> {
        try {
            this.accept(await this.documents.connection.coAuthors());
        } catch {
            // Without the workspace nothing can be committed either; the next change asks again.
        }
    }

    protected accept(coAuthors: readonly CoAuthor[]): void {
        if (JSON.stringify(coAuthors) !== JSON.stringify(this.coAuthors)) {
            this.coAuthors = coAuthors;
            this.onDidChangeEmitter.fire();
        }
    }
}
