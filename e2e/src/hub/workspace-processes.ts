import { readdir, readFile, readlink } from 'node:fs/promises';

export interface RunningProcess {
    readonly pid: number;
    readonly command: string;
}

/**
 * The processes of this machine that see a directory of the hub's data mounted: those inside workspaces. Looking at
 * mounts finds orphans too, whatever became of their parents and groups.
 */
export async function processesIn(dataDirectory: string, workspaceId = ''): Promise<RunningProcess[]> {
    const volume = `/volumes/${workspaceId}`;
    const own = await readlink('/proc/self/ns/mnt');
    const found: RunningProcess[] = [];
    for (const entry of await readdir('/proc')) {
        const directory = `/proc/${entry}`;
        if (/^\d+$/.test(entry) && (await namespaceOf(directory)) !== own) {
            const mounts = await readFile(`${directory}/mountinfo`, 'utf8').catch(() => '');
            if (mounts.split('\n').some(line => mountedPart(line).includes(`${dataDirectory}${volume}`))) {
                const command = (await readFile(`${directory}/cmdline`, 'utf8').catch(() => '')).replaceAll('\0', ' ');
                found.push({ pid: Number(entry), command: command.trim() });
            }
        }
    }
    return found;
}

/** Of a line of mountinfo: which directory of its file system is mounted. */
function mountedPart(line: string): string {
    return line.split(' ')[3] ?? '';
}

async function namespaceOf(directory: string): Promise<string> {
    // A process that has ended meanwhile, or that belongs to somebody else, is none of the workspace's.
    return readlink(`${directory}/ns/mnt`).catch(() => readlink('/proc/self/ns/mnt'));
}
