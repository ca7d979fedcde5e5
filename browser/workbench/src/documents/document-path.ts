import type URI from '@theia/core/lib/common/uri';

/** Name of the directory that holds the one folder of a workspace. */
const HOLDER = 'workspace';

/** The folder whose files are documents. Somebody may have opened a folder inside it, or another one, beside or instead. */
export function sharedRootOf(roots: readonly URI[]): URI | undefined {
    return roots.find(root => root.scheme === 'file' && root.path.dir.base === HOLDER);
}

/** The path of a file's document, relative to the shared folder; undefined for what is not a file below it. */
export function documentPathOf(uri: URI, root: URI): string | undefined {
    if (uri.scheme !== 'file' || uri.query !== '' || uri.fragment !== '') {
        return undefined;
    }
    const path = root.relative(uri)?.toString();
    return path === undefined || path === '' || path.startsWith('..') ? undefined : path;
}

export function documentUriOf(path: string, root: URI): URI {
    return root.resolve(path);
}
