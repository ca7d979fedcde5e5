import { createHash } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RuntimeOptions } from '../runtime-options.js';
import type { Volume } from '../volumes/volume.js';

/**
 * Tells the parts that a sandbox mounts apart from those of another build, even one of the same content at the same
 * place: a sandbox goes on with the files that it was started with, and those are gone once a build has replaced them.
 */
export async function partsFingerprint({ node, agent, ide, plugins }: RuntimeOptions['parts']): Promise<string> {
    const directories = [agent, ide, plugins];
    const entries = [node, join(agent, 'agent.mjs'), join(agent, 'connect.mjs'), join(ide, 'lib/backend/main.js')];
    const identities = await Promise.all([
        ...directories.map(async path => `${path} ${String((await stat(path)).ino)}`),
        ...entries.map(async path =>
            stat(path).then(
                ({ ino, size, mtimeMs }) => `${path} ${String(ino)} ${String(size)} ${String(mtimeMs)}`,
                () => `${path} is missing`
            )
        )
    ]);
    return createHash('sha256').update(identities.join('\n')).digest('hex');
}

/** Notes with which parts a workspace is being started. */
export async function writePartsOf(volume: Volume, fingerprint: string): Promise<void> {
    await writeFile(recordOf(volume), fingerprint, { mode: 0o600 });
}

/** The parts that a workspace was last started with; undefined when nobody knows. */
export async function readPartsOf(volume: Volume): Promise<string | undefined> {
    return readFile(recordOf(volume), 'utf8').catch(() => undefined);
}

function recordOf(volume: Volume): string {
    return join(volume.state, 'parts');
}
