import {
    ApplicationShell,
    type FrontendApplicationContribution,
    NavigatableWidget,
    NavigatableWidgetOptions,
    StatefulWidget,
    WidgetManager
} from '@theia/core/lib/browser';
import { Disposable, DisposableCollection } from '@theia/core/lib/common/disposable';
import { nls } from '@theia/core/lib/common/nls';
import URI from '@theia/core/lib/common/uri';
import { inject, injectable } from '@theia/core/shared/inversify';
import { FileService } from '@theia/filesystem/lib/browser/file-service';
import { DocumentsService } from './documents-service';

/** Theia's name of a move of a file is gone when it is compiled. */
const MOVE = 2;

/** How long after a move of this page's own Theia may take to move its editors, in milliseconds. */
const OWN_MOVE_MS = 5000;

/** Has the editors of this page follow their documents to other paths, and shows which file is gone. */
@injectable()
export class LiveEditorMover implements FrontendApplicationContribution {
    @inject(DocumentsService)
    protected readonly documents: DocumentsService;

    @inject(FileService)
    protected readonly files: FileService;

    @inject(ApplicationShell)
    protected readonly shell: ApplicationShell;

    @inject(WidgetManager)
    protected readonly widgets: WidgetManager;

    protected readonly toDispose = new DisposableCollection();
    protected readonly watched = new Map<string, Disposable>();
    /** What is being moved by Theia itself, editors included. */
    protected readonly ownMoves = new Set<string>();
    protected readonly deletedSuffix = `(${nls.localizeByDefault('Deleted')})`;

    onStart(): void {
        this.toDispose.pushAll([
            this.files.onDidRunOperation(event => {
                if ((event.operation as number) === MOVE && event.target) {
                    void this.documents.renamed(event.resource, event.target.resource).catch((error: unknown) => {
                        console.warn(`The documents of ${event.resource.toString()} did not move along.`, error);
                    });
                }
            }),
            this.files.onWillRunUserOperation(({ operation, source }) => {
                if ((operation as number) === MOVE && source) {
                    const key = source.toString();
                    this.ownMoves.add(key);
                    window.setTimeout(() => this.ownMoves.delete(key), OWN_MOVE_MS);
                }
            }),
            this.documents.onDidChange(uri => this.watch(uri)),
            Disposable.create(() => this.watched.forEach(each => each.dispose()))
        ]);
    }

    onStop(): void {
        this.toDispose.dispose();
    }

    protected watch(uri: URI): void {
        const key = uri.toString();
        this.watched.get(key)?.dispose();
        this.watched.delete(key);
        const replica = this.documents.replicaOf(uri);
        if (!replica) {
            return;
        }
        const update = () => {
            const now = this.documents.uriOf(replica.metadata.path);
            if (now && !now.isEqual(uri)) {
                this.move(uri, now);
            } else {
                this.showDeleted(uri, !replica.metadata.onDisk);
            }
        };
        this.watched.set(key, replica.onDidChangeMetadata(update));
    }

    protected move(from: URI, to: URI): void {
        if ([...this.ownMoves].some(source => new URI(source).isEqualOrParent(from))) {
            return;
        }
        for (const [uri, widget] of NavigatableWidget.get([...this.shell.widgets])) {
            if (uri.isEqual(from)) {
                void this.moveWidget(widget, to).catch((error: unknown) => {
                    console.warn(`The editor of ${from.toString()} did not move along.`, error);
                });
            }
        }
    }

    protected async moveWidget(widget: NavigatableWidget, to: URI): Promise<void> {
        const description = this.widgets.getDescription(widget);
        const target = widget.createMoveToUri(to);
        if (!description || !target || !NavigatableWidgetOptions.is(description.options)) {
            return;
        }
        const state = StatefulWidget.is(widget) ? widget.storeState() : undefined;
        const moved = await this.widgets.getOrCreateWidget<NavigatableWidget>(description.factoryId, {
            ...description.options,
            uri: target.toString()
        });
        if (state && StatefulWidget.is(moved)) {
            moved.restoreState(state);
        }
        await this.shell.addWidget(moved, { area: this.shell.getAreaFor(widget) ?? 'main', ref: widget });
        if (this.shell.activeWidget === widget) {
            await this.shell.activateWidget(moved.id);
        } else if (widget.isVisible) {
            await this.shell.revealWidget(moved.id);
        }
        await this.shell.closeWidget(widget.id, { save: false });
    }

    /** As Theia does itself for files that it watches, which are not all. */
    protected showDeleted(of: URI, deleted: boolean): void {
        for (const [uri, { title }] of NavigatableWidget.get(this.shell.widgets)) {
            if (uri.isEqual(of) && title.label.endsWith(this.deletedSuffix) !== deleted) {
                title.label = deleted
                    ? title.label + this.deletedSuffix
                    : title.label.slice(0, -this.deletedSuffix.length);
            }
        }
    }
}
