import { randomBytes } from 'node:crypto';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/**
 * Begins the command only while its permit is there. When a hub is killed, a process that it was about to start may show
 * itself only after the next hub has looked for remains; without a permit it ends by itself.
 */
const GATE = '[ -e "$1" ] || exit 0; shift; exec "$@"';

/** Writes a permit for one launch and answers the command that asks for it before it becomes the given one. */
export async function permitted(record: string, command: readonly string[]): Promise<readonly string[]> {
    const permit = `${record}.permit-${randomBytes(8).toString('hex')}`;
    await writeFile(permit, '', { mode: 0o600 });
    return ['/bin/sh', '-c', GATE, 'longtable', permit, ...command];
}

/** Takes back all permits: what has not begun by now never will. */
export async function withdrawPermits(record: string): Promise<void> {
    const names = await readdir(dirname(record)).catch(() => []);
    const permits = names.filter(name => name.startsWith(`${basename(record)}.permit-`));
    await Promise.all(permits.map(name => rm(join(dirname(record), name), { force: true })));
}
