import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { FileUri } from '@theia/core/lib/common/file-uri';
import URI from '@theia/core/lib/common/uri';

/**
 * The directories that somebody may read. Links are followed before a path is compared; that a link may be put in its
 * place afterwards is no gap, since whoever can do so may also copy the file.
 */
export class WorkspaceBoundary {
    /** @param sources where the directories come from; asked in order, and no further than needed */
    constructor(protected readonly sources: readonly (() => Promise<readonly string[]>)[]) {}

    /** The path behind a URI, or `undefined` when it is not inside. */
    async pathInside(resource: unknown): Promise<string | undefined> {
        if (typeof resource !== 'string') {
            return undefined;
        }
        const uri = new URI(resource);
        if (uri.scheme !== 'file' || uri.authority) {
            return undefined;
        }
        return this.inside(FileUri.fsPath(uri));
    }

    /** A path as it is without links, or `undefined` when it is not inside. */
    async inside(file: string): Promise<string | undefined> {
        if (!path.isAbsolute(file)) {
            return undefined;
        }
        // What cannot be looked at (no directory, a loop, no permission) is not inside; saying why would say what is there.
        const real = await resolveLinks(path.resolve(file)).catch(() => undefined);
        if (real === undefined) {
            return undefined;
        }
        for (const source of this.sources) {
            for (const directory of await source()) {
                const relative = path.relative(await resolveLinks(directory), real);
                if (relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative)) {
                    return real;
                }
            }
        }
        return undefined;
    }
}

/** What does not exist has no links to follow, but the directory it would be in does. */
async function resolveLinks(file: string): Promise<string> {
    try {
        return await realpath(file);
    } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        const parent = path.dirname(file);
        if (code !== 'ENOENT' || parent === file) {
            throw error;
        }
        return path.join(await resolveLinks(parent), path.basename(file));
    }
}
