import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StartKind, WorkspaceId } from '@longtable/common';
import { z } from 'zod';

const Content = z.object({
    workspaceId: z.string(),
    /** Whether the folder was made by this workspace, or was there before it (or before there were records). */
    folder: z.enum(['made', 'found']),
    /** For each file the steps that were due once when it was first read; undefined before anything was planned. */
    due: z.record(z.string(), z.array(z.string())).optional()
});
type Content = z.infer<typeof Content>;

export interface RecordOptions {
    readonly directory: string;
    readonly workspaceId: WorkspaceId;
    readonly fromSnapshot: boolean;
}

/** What was due at the fresh start of a workspace, and what of it has ended well. */
export class StartRecord {
    private constructor(
        readonly kind: StartKind,
        private readonly directory: string,
        private content: Content
    ) {}

    /** Directory in which each step that has ended well leaves a file named by its id. */
    get doneDirectory(): string {
        return doneIn(this.directory);
    }

    /**
     * Finds out what kind of start this is. To be called before the folder is made: a start that is cut short afterwards
     * is to be known as one that did not get far.
     */
    static async open(options: RecordOptions, folderExists: boolean): Promise<StartRecord> {
        const { directory, workspaceId, fromSnapshot } = options;
        const earlier = await read(directory, workspaceId);
        if (folderExists && earlier !== undefined) {
            const fresh = earlier.folder === 'made' && earlier.due === undefined;
            return new StartRecord(fresh ? 'fresh' : 'restart', directory, earlier);
        }
        await rm(doneIn(directory), { recursive: true, force: true });
        await mkdir(doneIn(directory), { recursive: true });
        const kind = !folderExists ? 'fresh' : fromSnapshot ? 'snapshot' : 'restart';
        const record = new StartRecord(kind, directory, { workspaceId, folder: folderExists ? 'found' : 'made' });
        await record.write();
        return record;
    }

    /**
     * Which steps that are to be done once are due now. `once` names those of each file; undefined stands for a file that
     * cannot be used.
     */
    async dueOf(once: Readonly<Record<string, readonly string[] | undefined>>): Promise<ReadonlySet<string>> {
        if (this.content.folder === 'found') {
            return new Set();
        }
        const due = { ...this.content.due };
        for (const [file, ids] of Object.entries(once)) {
            if (ids !== undefined) {
                due[file] ??= [...ids];
            }
        }
        this.content = { ...this.content, due };
        await this.write();
        const done = new Set(await readdir(this.doneDirectory).catch(() => []));
        return new Set(
            Object.values(due)
                .flat()
                .filter(id => !done.has(id))
        );
    }

    private async write(): Promise<void> {
        const file = join(this.directory, 'record.json');
        await writeFile(`${file}.new`, JSON.stringify(this.content, undefined, 4), { mode: 0o600 });
        await rename(`${file}.new`, file);
    }
}

function doneIn(directory: string): string {
    return join(directory, 'done');
}

async function read(directory: string, workspaceId: WorkspaceId): Promise<Content | undefined> {
    try {
        const content = Content.parse(JSON.parse(await readFile(join(directory, 'record.json'), 'utf8')));
        return content.workspaceId === workspaceId ? content : undefined;
    } catch {
        // There is none, or it cannot be understood. To do nothing a second time is the safer guess.
        return undefined;
    }
}
