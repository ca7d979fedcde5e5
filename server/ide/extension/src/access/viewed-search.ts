import path from 'node:path';
import type { CancellationToken } from '@theia/core/lib/common/cancellation';
import { FileUri } from '@theia/core/lib/common/file-uri';
import type { FileSearchService } from '@theia/file-search/lib/common/file-search-service';
import type {
    SearchInWorkspaceOptions,
    SearchInWorkspaceServer
} from '@theia/search-in-workspace/lib/common/search-in-workspace-interface';
import { viewingOnly } from './refusal';
import type { View } from './views';
import type { WorkspaceBoundary } from './workspace-boundary';

/** Search for files by name, inside a boundary. */
export function viewedFileSearch(search: FileSearchService, boundary: WorkspaceBoundary): View {
    return {
        find: async (pattern: string, options: FileSearchService.Options, token?: CancellationToken) => {
            const roots = [...(options.rootUris ?? []), ...Object.keys(options.rootOptions ?? {})];
            await insideAll(boundary, roots);
            return search.find(pattern, options, token);
        }
    };
}

/** Search for text in files, inside a boundary. */
export function viewedTextSearch(search: SearchInWorkspaceServer, boundary: WorkspaceBoundary): View {
    return {
        search: async (what: string, roots: string[], options: SearchInWorkspaceOptions = {}) => {
            const directories = await insideAll(boundary, roots);
            // A pattern that names a file or directory is searched in the place of the roots.
            for (const pattern of options.include ?? []) {
                for (const directory of directories) {
                    const named = placeNamedBy(pattern, directory);
                    if (named !== undefined && (await boundary.inside(named)) === undefined) {
                        throw viewingOnly();
                    }
                }
            }
            return search.search(what, roots, { ...options, followSymlinks: false });
        },
        cancel: (searchId: number) => search.cancel(searchId)
    };
}

async function insideAll(boundary: WorkspaceBoundary, roots: readonly string[]): Promise<string[]> {
    const paths: string[] = [];
    for (const root of roots) {
        if ((await boundary.pathInside(root)) === undefined) {
            throw viewingOnly();
        }
        paths.push(FileUri.fsPath(root));
    }
    return paths;
}

/** As `RipgrepSearchInWorkspaceServer.getAbsolutePathFromPattern` sees it. */
function placeNamedBy(pattern: string, root: string): string | undefined {
    const slashed = pattern.replaceAll('\\', '/');
    if (!path.isAbsolute(slashed) && !slashed.startsWith('./')) {
        return undefined;
    }
    return path.resolve(root, slashed.endsWith('/**') ? slashed.slice(0, -3) : slashed);
}
