import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { LongtableError, messageOf } from '@longtable/common';
import { cloneRepository, exists, type CloneOptions } from './clone-repository.js';
import { explainGitFailure, type CloneRequest } from './git-failure.js';
import { gitEnvironment } from './git-environment.js';
import { runGit } from './run-git.js';

const TEMPORARY_PREFIX = '.longtable-clone-';

export interface FolderOptions extends Omit<CloneOptions, 'environment'> {
    readonly root: string;
    readonly folder: string;
    readonly repository?: CloneRequest | undefined;
    readonly home: string;
}

export interface PreparedFolder {
    readonly kind: 'kept' | 'cloned' | 'empty';
    /** What the person should know although it went well. */
    readonly notes: readonly string[];
}

/**
 * Makes sure that the workspace's folder exists. One that exists is left as it is. A new one is made under a temporary
 * name and renamed when it is complete, so the folder is there whole or not at all. Throws `clone-failed`, `disk-full`,
 * or the reason of the signal.
 */
export async function prepareFolder(options: FolderOptions): Promise<PreparedFolder> {
    const { root, folder, repository } = options;
    if (folder === '' || folder === '.' || folder === '..' || /[/\0]/.test(folder)) {
        throw new LongtableError('internal', 'The name of the workspace folder is not a single name. Create it again.');
    }
    const directory = join(root, folder);
    if (await exists(directory)) {
        return { kind: 'kept', notes: [] };
    }
    await removeRemains(root);
    const environment = await gitEnvironment(process.env, options.home);
    let temporary: string | undefined;
    try {
        temporary = await mkdtemp(join(root, TEMPORARY_PREFIX));
        const notes =
            repository === undefined
                ? await makeEmpty(temporary, { ...options, environment })
                : await cloneRepository(repository, temporary, folder, { ...options, environment });
        await rename(join(temporary, folder), directory);
        return { kind: repository === undefined ? 'empty' : 'cloned', notes };
    } catch (error) {
        throw explain(error, repository);
    } finally {
        if (temporary !== undefined) {
            await rm(temporary, { recursive: true, force: true, maxRetries: 3 });
        }
    }
}

async function makeEmpty(
    parent: string,
    options: FolderOptions & { readonly environment: NodeJS.ProcessEnv }
): Promise<readonly string[]> {
    const directory = join(parent, options.folder);
    await mkdir(directory);
    const result = await runGit(['init', '--quiet', '--initial-branch=main'], { ...options, cwd: directory });
    if (!result.ok) {
        throw explainGitFailure({ url: 'The empty workspace' }, result.lines);
    }
    return [];
}

/** An agent that was killed while it cloned could not tidy up. */
async function removeRemains(root: string): Promise<void> {
    const names = (await readdir(root)).filter(name => name.startsWith(TEMPORARY_PREFIX));
    await Promise.all(names.map(name => rm(join(root, name), { recursive: true, force: true })));
}

function explain(error: unknown, repository: CloneRequest | undefined): unknown {
    if (error instanceof LongtableError || !(error instanceof Error) || !('code' in error)) {
        return error;
    }
    if (error.code === 'ENOENT' && 'syscall' in error && error.syscall === 'spawn git') {
        return new LongtableError('clone-failed', 'git is not installed here. Ask the administrator to install it.');
    }
    return explainGitFailure({ url: repository?.url ?? 'The workspace' }, [`fatal: ${messageOf(error)}`]);
}
