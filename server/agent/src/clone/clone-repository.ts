import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Progress } from '@longtable/common';
import type { Clock } from '../clock.js';
import { withoutCredentials } from './credentials.js';
import { explainGitFailure, explainStall, type CloneRequest } from './git-failure.js';
import { ProgressReporter } from './progress-reporter.js';
import { runGit, type GitResult } from './run-git.js';

export interface CloneOptions {
    readonly environment: NodeJS.ProcessEnv;
    readonly clock: Clock;
    readonly signal: AbortSignal;
    readonly stallMilliseconds: number;
    readonly report: (progress: Progress) => void;
}

/**
 * Clones a repository to `parent`/`folder`, which must not exist. Answers sentences about what the person should know
 * although it went well. Throws `clone-failed` or `disk-full`; the caller removes what is left.
 */
export async function cloneRepository(
    request: CloneRequest,
    parent: string,
    folder: string,
    options: CloneOptions
): Promise<readonly string[]> {
    const reporter = new ProgressReporter(options.clock, options.report);
    const directory = join(parent, folder);
    const notes: string[] = [];

    const attempt = async (args: readonly string[], cwd = directory, more: NodeJS.ProcessEnv = {}) => {
        // No helper of the machine may answer in the name of a person, or ask.
        const result = await runGit(['-c', 'credential.helper=', ...args], {
            ...options,
            environment: { ...options.environment, ...more },
            cwd,
            onLine: line => reporter.line(line)
        });
        if (result.stalled) {
            throw explainStall(request, options.stallMilliseconds);
        }
        return result;
    };
    const demand = async (args: readonly string[], cwd = directory): Promise<GitResult> => {
        const result = await attempt(args, cwd);
        if (!result.ok) {
            throw explainGitFailure(request, result.lines);
        }
        return result;
    };

    const checkout = request.ref === undefined ? [] : ['--no-checkout'];
    const cloned = await demand(['clone', '--progress', ...checkout, '--', request.url, folder], parent);
    if (request.ref !== undefined) {
        await checkOutRef(request.ref, attempt, demand);
    } else if (cloned.lines.some(line => line.includes('cloned an empty repository'))) {
        // A web page in one line looks to git like an old server without branches; a real one exchanges packets.
        const { lines } = await attempt(['ls-remote', 'origin'], directory, { GIT_TRACE_PACKET: '2' });
        if (!lines.some(line => line.includes('packet:'))) {
            throw explainGitFailure(request, ['fatal: is this a git repository?']);
        }
        notes.push('The repository is empty.');
    } else if (cloned.lines.some(line => line.includes('remote HEAD refers to nonexistent ref'))) {
        notes.push(await checkOutSomeBranch(demand));
    }
    if (await exists(join(directory, '.gitmodules'))) {
        options.report({ step: 'clone', message: 'Fetching submodules.' });
        const submodules = await attempt(['submodule', 'update', '--init', '--recursive', '--progress']);
        if (!submodules.ok) {
            const reasons = submodules.lines.filter(line => line.startsWith('fatal: '));
            console.error(withoutCredentials(reasons.join('\n')));
            notes.push(
                'Not every submodule could be fetched; “git submodule update --init” in a terminal tries again.'
            );
        }
    }
    const plainUrl = withoutCredentials(request.url);
    if (plainUrl !== request.url) {
        // Everybody at the table can read .git/config, and a snapshot would carry it away.
        await demand(['remote', 'set-url', 'origin', plainUrl]);
        notes.push('The login in the address was used for the clone only and is not kept.');
    }
    return notes;
}

type Git = (args: readonly string[]) => Promise<GitResult>;

/** Checks out a branch, a tag or a commit, in this order; one that the clone did not bring is asked for by name. */
async function checkOutRef(ref: string, attempt: Git, demand: Git): Promise<void> {
    const has = async (name: string) => (await attempt(['rev-parse', '--verify', '--quiet', name])).ok;
    if (await has(`refs/remotes/origin/${ref}`)) {
        await demand(['checkout', '--progress', '-B', ref, '--track', `refs/remotes/origin/${ref}`, '--']);
    } else if (await has(`refs/tags/${ref}^{commit}`)) {
        await demand(['checkout', '--progress', '--detach', `refs/tags/${ref}`, '--']);
    } else if (/^[0-9a-f]{4,64}$/i.test(ref) && (await has(`${ref}^{commit}`))) {
        await demand(['checkout', '--progress', '--detach', ref, '--']);
    } else {
        await demand(['fetch', '--progress', '--end-of-options', 'origin', ref]);
        await demand(['checkout', '--progress', '--detach', 'FETCH_HEAD', '--']);
    }
}

/** For a repository whose default branch does not exist, as one that was pushed to under another name. */
async function checkOutSomeBranch(demand: Git): Promise<string> {
    const { stdout } = await demand(['for-each-ref', '--format=%(refname:lstrip=3)', 'refs/remotes/origin']);
    const branches = stdout.split('\n').filter(name => name !== '' && name !== 'HEAD');
    const branch = ['main', 'master'].find(name => branches.includes(name)) ?? branches[0];
    if (branch === undefined) {
        return 'The repository has no branch.';
    }
    await demand(['checkout', '--progress', '-B', branch, '--track', `refs/remotes/origin/${branch}`, '--']);
    return `The repository names no default branch that exists, so “${branch}” was checked out.`;
}

/** Whether there is anything at a path, be it a link that leads nowhere. */
export async function exists(path: string): Promise<boolean> {
    return lstat(path).then(
        () => true,
        (error: unknown) => {
            if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
                return false;
            }
            throw error;
        }
    );
}
