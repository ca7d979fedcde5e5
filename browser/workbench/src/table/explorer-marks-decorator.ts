import { type Tree, TopDownTreeIterator, type TreeDecorator } from '@theia/core/lib/browser/tree';
import { type WidgetDecoration } from '@theia/core/lib/browser/widget-decoration';
import { Emitter } from '@theia/core/lib/common/event';
import { inject, injectable, postConstruct } from '@theia/core/shared/inversify';
import { FileStatNode } from '@theia/filesystem/lib/browser/file-tree/file-tree';
import { WorkspaceService } from '@theia/workspace/lib/browser/workspace-service';
import { marksOf } from './people-marks';
import { gatherAt } from './people-places';
import { PlacesService } from './places-service';

/** Marks in the explorer the files where people are, and for those in closed folders the folders. */
@injectable()
export class ExplorerMarksDecorator implements TreeDecorator {
    readonly id = 'longtable-people';

    @inject(PlacesService)
    protected readonly places: PlacesService;

    @inject(WorkspaceService)
    protected readonly workspaceService: WorkspaceService;

    protected readonly onDidChangeDecorationsEmitter = new Emitter<
        (tree: Tree) => Map<string, WidgetDecoration.Data>
    >();
    readonly onDidChangeDecorations = this.onDidChangeDecorationsEmitter.event;

    @postConstruct()
    protected init(): void {
        this.places.onDidChange(() => {
            this.onDidChangeDecorationsEmitter.fire(tree => this.decorations(tree));
        });
    }

    decorations(tree: Tree): Map<string, WidgetDecoration.Data> {
        const decorations = new Map<string, WidgetDecoration.Data>();
        const root = this.workspaceService.getWorkspaceRootUri(undefined);
        if (!tree.root || !root || this.places.byPath.size === 0) {
            return decorations;
        }
        const visible = new Map<string, FileStatNode>();
        for (const node of new TopDownTreeIterator(tree.root, { pruneCollapsed: true })) {
            const path = FileStatNode.is(node) ? root.relative(node.uri)?.toString() : undefined;
            if (path && FileStatNode.is(node)) {
                visible.set(path, node);
            }
        }
        for (const [path, people] of gatherAt(this.places.byPath, candidate => visible.has(candidate))) {
            const node = visible.get(path);
            if (node) {
                const where = node.fileStat.isDirectory ? 'in this folder' : 'here';
                decorations.set(node.id, { tailDecorations: marksOf(people, where) });
            }
        }
        return decorations;
    }
}
