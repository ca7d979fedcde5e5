import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UserId, WorkspaceId } from '@longtable/common';
import { z } from 'zod';
import { syncDirectory } from '../snapshots/content/sync-directory.js';
import { SerialQueue } from '../workspaces/serial-queue.js';
import { DurableTextFile } from './durable-text-file.js';
import type { WorkbenchStateRecord } from './store.js';

const StateFile = z.object({
    version: z.literal(1),
    workspaceId: WorkspaceId,
    userId: UserId,
    revision: z.number().int().positive(),
    entries: z.record(z.string(), z.object({ text: z.string(), revision: z.number().int().positive() }))
});

/**
 * What workbenches keep, a file for each person in each workspace: it changes every few seconds and is large, and
 * nothing is ever looked for in it. A folder for each workspace, so that all of it goes with the workspace.
 */
export class WorkbenchStateFiles {
    private readonly queue = new SerialQueue<WorkspaceId>();

    private constructor(private readonly directory: string) {}

    /** Opens the directory, and removes what was left of workspaces that `exists` does not know. */
    static async open(directory: string, exists: (id: string) => boolean): Promise<WorkbenchStateFiles> {
        await mkdir(directory, { recursive: true, mode: 0o700 });
        for (const name of await readdir(directory)) {
            if (!exists(name)) {
                await rm(join(directory, name), { recursive: true, force: true });
            }
        }
        return new WorkbenchStateFiles(directory);
    }

    /** A file that cannot be understood is put aside, and there is none then. */
    get(id: WorkspaceId, userId: UserId): Promise<WorkbenchStateRecord | undefined> {
        return this.queue.run(id, async () => {
            const path = this.pathOf(id, userId);
            const text = await readFile(path, 'utf8').catch((error: unknown) => {
                if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
                    return undefined;
                }
                throw error;
            });
            const parsed = text === undefined ? undefined : parse(text);
            if (text !== undefined && parsed?.userId !== userId) {
                await rename(path, `${path}.damaged`);
                return undefined;
            }
            return parsed;
        });
    }

    /** `wanted` is asked right before it is written: what it belongs to may have gone while it waited. */
    put(record: WorkbenchStateRecord, wanted: () => boolean): Promise<void> {
        const { workspaceId, userId } = record;
        return this.queue.run(workspaceId, async () => {
            if (!wanted()) {
                return;
            }
            const path = this.pathOf(workspaceId, userId);
            if ((await mkdir(dirname(path), { recursive: true, mode: 0o700 })) !== undefined) {
                await syncDirectory(this.directory);
            }
            await new DurableTextFile(path).write(JSON.stringify({ version: 1, ...record }));
        });
    }

    removeOf(id: WorkspaceId): Promise<void> {
        return this.queue.run(id, () => rm(join(this.directory, id), { recursive: true, force: true }));
    }

    close(): Promise<void> {
        return this.queue.idle();
    }

    /** The id of a person can be anything, and the name of a file cannot. */
    private pathOf(id: WorkspaceId, userId: UserId): string {
        return join(this.directory, id, `${createHash('sha256').update(userId).digest('hex')}.json`);
    }
}

function parse(text: string): WorkbenchStateRecord | undefined {
    try {
        const { version: _version, ...record } = StateFile.parse(JSON.parse(text));
        return record;
    } catch {
        return undefined;
    }
}
