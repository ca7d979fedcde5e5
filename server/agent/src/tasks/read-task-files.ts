import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '@longtable/common';
import { type DEV_CONTAINER, DEV_CONTAINER_FILES, parseDevContainerFile } from './dev-container-file.js';
import { GITPOD_FILE, parseGitpodFile } from './gitpod-file.js';
import { NO_TASKS, type TaskFile } from './task-file.js';

/** More than that is no file that a person wrote; in bytes. */
const LARGEST_FILE = 1024 * 1024;

/** What the files of a repository say, by the names that the record of starts knows them by. */
export interface TaskFiles {
    readonly gitpod: TaskFile;
    readonly [DEV_CONTAINER]: TaskFile;
}

/** Reads the files with start-up tasks in a folder. Never fails: what is wrong with one is among its problems. */
export async function readTaskFiles(folder: string, environment: NodeJS.ProcessEnv): Promise<TaskFiles> {
    const [gitpod, devcontainer] = await Promise.all([
        readFirst(folder, [GITPOD_FILE], text => parseGitpodFile(text, folder)),
        readFirst(folder, DEV_CONTAINER_FILES, (text, file) => parseDevContainerFile(text, file, folder, environment))
    ]);
    return { gitpod, devcontainer };
}

async function readFirst(
    folder: string,
    files: readonly string[],
    parse: (text: string, file: string) => TaskFile
): Promise<TaskFile> {
    for (const file of files) {
        try {
            const text = await readText(join(folder, file));
            if (text !== undefined) {
                return parse(text, file);
            }
        } catch (error) {
            const message = `The file could not be read: ${messageOf(error)} Nothing of it was started.`;
            return { ...NO_TASKS, valid: false, problems: [{ file, message }] };
        }
    }
    return NO_TASKS;
}

/** Undefined where there is no such file. */
async function readText(path: string): Promise<string | undefined> {
    try {
        await using file = await open(path);
        const { size } = await file.stat();
        if (size > LARGEST_FILE) {
            throw new Error('it is larger than 1 MiB.');
        }
        return (await file.readFile('utf8')).replace(/^\uFEFF/, '');
    } catch (error) {
        if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) {
            return undefined;
        }
        throw error;
    }
}
