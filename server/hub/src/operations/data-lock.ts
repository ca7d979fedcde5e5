import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { LongtableError } from '@longtable/common';
import { identify, isAlive, ProcessIdentity } from '../runtime/supervision/process-identity.js';

/**
 * Makes sure that one hub at a time uses a data directory. The lock names its holder, so that one left behind by a
 * hub that was killed is taken over. Throws `conflict` while another hub holds it.
 */
export async function lockData(directory: string): Promise<{ release(): Promise<void> }> {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const path = join(directory, 'hub.lock');
    const own = JSON.stringify(identify(process.pid));
    for (let attempt = 0; attempt < 3; attempt++) {
        try {
            const file = await open(path, 'wx', 0o600);
            await file.writeFile(own);
            await file.close();
            return { release: () => rm(path, { force: true }) };
        } catch (error) {
            if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
                throw error;
            }
        }
        const holder = ProcessIdentity.safeParse(parse(await readFile(path, 'utf8').catch(() => '')));
        if (holder.success && isAlive(holder.data)) {
            throw new LongtableError(
                'conflict',
                `Longtable was not started, because another one (process ${String(holder.data.pid)}) uses ${directory}. ` +
                    'Stop that one, or choose another directory with LONGTABLE_DATA.'
            );
        }
        await rm(path, { force: true });
    }
    throw new LongtableError(
        'conflict',
        `Longtable was not started, because ${directory} is being taken by another one.`
    );
}

function parse(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return undefined;
    }
}
