import { randomBytes } from 'node:crypto';
import { chmod, chown, lstat, mkdir, open, readdir, readFile, rename, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { LongtableError, WorkspaceId } from '@longtable/common';
import { z } from 'zod';
import { makeSocketRoot } from './installation.js';
import { removeSmallTree, removeTree } from './remove-tree.js';
import type { UidRange } from './uid-range.js';
import { volumeAt, type Volume } from './volume.js';

const VolumeRecord = z.object({ uid: z.number().int().nonnegative() });
const RECORD = 'volume.json';
/** Names that no workspace has, for volumes that are being made or removed. */
const NEW = '.new-';
const REMOVED = '.removed-';

/**
 * The volumes of all workspaces: directories below `<data>/volumes`, each with a user of its own where `uids` is given.
 * A volume appears and disappears by one rename, so that a crash leaves only remains that `sweep` removes.
 */
export class VolumeStore {
    private readonly root: string;
    /** Users given out by this process; those of earlier ones are read from the records. */
    private readonly givenOut = new Set<number>();
    private allocation: Promise<unknown> = Promise.resolve();

    constructor(
        dataDirectory: string,
        private readonly socketRoot: string,
        private readonly uids: UidRange | undefined
    ) {
        this.root = join(dataDirectory, 'volumes');
    }

    async create(id: WorkspaceId): Promise<Volume> {
        await this.makeRoots();
        if (await exists(join(this.root, id))) {
            throw new LongtableError('conflict', 'This workspace exists already. Nothing was changed.');
        }
        const uid = await this.allocate();
        const draft = join(this.root, `${NEW}${id}-${randomBytes(4).toString('hex')}`);
        try {
            const volume = volumeAt(id, uid, draft, join(this.socketRoot, id));
            await makeDirectory(draft, 0o711);
            await makeDirectory(volume.state, 0o700);
            for (const directory of [volume.workspace, volume.home]) {
                await makeDirectory(directory, 0o700);
                await this.give(directory, uid);
            }
            await writeDurably(join(draft, RECORD), JSON.stringify({ uid }));
            await rename(draft, join(this.root, id));
        } catch (error) {
            this.givenOut.delete(uid);
            await removeTree(draft);
            throw diskError(error);
        }
        return this.volume(id, uid);
    }

    /** The volume of a workspace, or undefined when there is none. */
    async find(id: WorkspaceId): Promise<Volume | undefined> {
        const record = await readFile(join(this.root, id, RECORD), 'utf8').catch(() => undefined);
        return record === undefined ? undefined : this.volume(id, VolumeRecord.parse(JSON.parse(record)).uid);
    }

    /** Whom the files of a volume have to be given to; undefined when they are the hub's own. */
    ownerOf(volume: Volume): number | undefined {
        return this.uids === undefined ? undefined : volume.uid;
    }

    async list(): Promise<readonly Volume[]> {
        const found = await Promise.all((await this.names()).map(name => this.find(name as WorkspaceId)));
        return found.filter(volume => volume !== undefined);
    }

    /** Makes the directories that a reboot removes, empty and with the right owners. */
    async prepare(volume: Volume): Promise<void> {
        await this.makeRoots();
        await removeSmallTree(volume.sockets);
        await makeDirectory(volume.sockets, 0o711);
        await makeDirectory(volume.run, 0o700);
        await this.give(volume.run, volume.uid);
        await makeDirectory(volume.hub, 0o755);
        await makeDirectory(volume.etc, 0o755);
    }

    /** Removes everything of a workspace. All its processes must have ended. */
    async destroy(volume: Volume): Promise<void> {
        const removed = join(this.root, `${REMOVED}${volume.id}-${randomBytes(4).toString('hex')}`);
        await removeTree(volume.sockets);
        await rename(volume.directory, removed);
        await removeTree(removed);
        this.givenOut.delete(volume.uid);
    }

    /** Removes what a crash left of volumes that were being made or removed. */
    async sweep(): Promise<void> {
        const entries = await readdir(this.root).catch(() => []);
        for (const name of entries.filter(entry => entry.startsWith(NEW) || entry.startsWith(REMOVED))) {
            await removeTree(join(this.root, name));
        }
    }

    /** Removes what all volumes share in the socket root, if there is none. */
    async dispose(): Promise<void> {
        for (const directory of [join(this.socketRoot, 'stage'), this.socketRoot]) {
            // Refused while something is in it.
            await rmdir(directory).catch(() => undefined);
        }
    }

    private volume(id: WorkspaceId, uid: number): Volume {
        return volumeAt(id, uid, join(this.root, id), join(this.socketRoot, id));
    }

    private async names(): Promise<readonly string[]> {
        const entries = await readdir(this.root).catch(() => []);
        return entries.filter(name => WorkspaceId.safeParse(name).success);
    }

    private async makeRoots(): Promise<void> {
        await mkdir(this.root, { recursive: true, mode: 0o711 });
        await chmod(this.root, 0o711);
        await makeSocketRoot(this.socketRoot);
    }

    private async give(path: string, uid: number): Promise<void> {
        if (this.uids !== undefined) {
            await chown(path, uid, uid);
        }
    }

    private allocate(): Promise<number> {
        const range = this.uids;
        if (range === undefined) {
            return Promise.resolve(process.getuid?.() ?? 0);
        }
        // One at a time: two that look at once would find the same one free.
        const next = this.allocation.then(async () => {
            const used = new Set((await this.list()).map(volume => volume.uid));
            for (let uid = range.first; uid < range.first + range.count; uid += 1) {
                if (!used.has(uid) && !this.givenOut.has(uid)) {
                    this.givenOut.add(uid);
                    return uid;
                }
            }
            throw new LongtableError('unavailable', 'There are too many workspaces. Delete one that nobody needs.');
        });
        this.allocation = next.catch(() => undefined);
        return next;
    }
}

/** The mode that `mkdir` is given is cut by the umask. */
async function makeDirectory(path: string, mode: number): Promise<void> {
    await mkdir(path);
    await chmod(path, mode);
}

async function exists(path: string): Promise<boolean> {
    return lstat(path).then(
        () => true,
        () => false
    );
}

/** The record must survive a crash once the volume is there: without it nobody knows whose files these are. */
async function writeDurably(path: string, text: string): Promise<void> {
    const file = await open(path, 'wx', 0o600);
    try {
        await file.writeFile(text);
        await file.sync();
    } finally {
        await file.close();
    }
}

function diskError(error: unknown): unknown {
    const code = (error as NodeJS.ErrnoException).code;
    return code === 'ENOSPC' || code === 'EDQUOT'
        ? new LongtableError(
              'disk-full',
              'No disk space is left. No workspace was made; free some space, then retry.',
              {
                  cause: error
              }
          )
        : error;
}
