import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { LongtableError } from '@longtable/common';
import { identify, isAlive, ProcessIdentity } from '../runtime/supervision/process-identity.js';

/**
 * Makes sure that one hub at a time uses a data directory. The lock names its holder, so that one left behind by a
 * hub that was killed is taken over. Throws `conflict` while another hub holds it.
 */
export async function lockData(directory: string): Promise<{ release(): Promise<void> }> {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const path = join(directory, 'hub.lock');
    const own = `${path}.${randomUUID()}`;
    // Written beside and linked to its place, so that nobody ever sees a lock that does not name its holder yet.
    await writeFile(own, JSON.stringify(identify(process.pid)), { mode: 0o600 });
    try {
        for (let attempt = 0; attempt < 20; attempt++) {
            if (await linked(own, path)) {
                return { release: () => rm(path, { force: true }) };
            }
            const holder = await holderOf(path);
            if (holder !== undefined && isAlive(holder)) {
                throw new LongtableError(
                    'conflict',
                    `Longtable was not started, because another one (process ${String(holder.pid)}) uses ${directory}. ` +
                        'Stop that one, or choose another directory with LONGTABLE_DATA.'
                );
            }
            await removeStale(path, own);
        }
    } finally {
        await rm(own, { force: true });
    }
    throw new LongtableError(
        'conflict',
        `Longtable was not started, because ${directory} is being taken by another one.`
    );
}

async function linked(from: string, to: string): Promise<boolean> {
    try {
        await link(from, to);
        return true;
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
            return false;
        }
        throw error;
    }
}

async function holderOf(path: string): Promise<ProcessIdentity | undefined> {
    return ProcessIdentity.safeParse(parse(await readFile(path, 'utf8').catch(() => ''))).data;
}

/**
 * Takes the lock of a dead hub away. Only who holds the second lock may, and looks again first: the one that was seen
 * may have been replaced by that of a living hub meanwhile.
 */
async function removeStale(path: string, own: string): Promise<void> {
    const takeover = `${path}.takeover`;
    if (await linked(own, takeover)) {
        const holder = await holderOf(path);
        if (holder === undefined || !isAlive(holder)) {
            await rm(path, { force: true });
        }
        await rm(takeover, { force: true });
        return;
    }
    const other = await holderOf(takeover);
    if (other !== undefined && !isAlive(other)) {
        await rm(takeover, { force: true });
    }
    await delay(10);
}

function parse(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return undefined;
    }
}
