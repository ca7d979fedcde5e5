import { readdir, readFile } from 'node:fs/promises';
import type { BackendProcess } from './backend-process';

/** Environments of the processes that a backend runs extensions in now. */
export async function pluginHostsOf(backend: BackendProcess): Promise<Record<string, string>[]> {
    const found: Record<string, string>[] = [];
    for (const pid of await readdir('/proc')) {
        try {
            const parent = /\) \S (\d+)/.exec(await readFile(`/proc/${pid}/stat`, 'utf8'))?.[1];
            const command = await readFile(`/proc/${pid}/cmdline`, 'utf8');
            if (parent === String(backend.child.pid) && command.includes('plugin-host')) {
                found.push(parseEnvironment(await readFile(`/proc/${pid}/environ`, 'utf8')));
            }
        } catch {
            // Not a process, or one that has ended meanwhile.
        }
    }
    return found;
}

function parseEnvironment(text: string): Record<string, string> {
    return Object.fromEntries(
        text.split('\0').map(entry => {
            const end = entry.indexOf('=');
            return [entry.slice(0, end), entry.slice(end + 1)];
        })
    );
}
