import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Controller } from './cgroup-mounts.js';
import { FREEZE_MILLISECONDS, notHeld } from '../supervision/held-processes.js';
import type { ProcessGroup, Usage } from './limits.js';

/** Directories of one sandbox in the hierarchies of control groups. */
export interface GroupDirectories {
    readonly v2?: string;
    readonly v1: Readonly<Partial<Record<Controller, string>>>;
}

/** The control groups of one sandbox, in whichever hierarchies the machine has. */
export class CgroupGroup implements ProcessGroup {
    readonly joinFiles: readonly string[];
    readonly isComplete = true;
    private readonly directories: readonly string[];

    constructor(private readonly at: GroupDirectories) {
        this.directories = [...(at.v2 === undefined ? [] : [at.v2]), ...new Set(Object.values(at.v1))];
        this.joinFiles = this.directories.map(directory => join(directory, 'cgroup.procs'));
    }

    processes(): readonly number[] {
        const lists = this.joinFiles.map(file => read(file)?.split('\n').filter(Boolean).map(Number) ?? []);
        return [...new Set(lists.flat())];
    }

    kill(): void {
        const killFile = this.at.v2 === undefined ? undefined : join(this.at.v2, 'cgroup.kill');
        if (killFile !== undefined && existsSync(killFile)) {
            writeFileSync(killFile, '1');
        }
        for (const pid of this.processes()) {
            try {
                process.kill(pid, 'SIGKILL');
            } catch {
                // It has ended since the list was read.
            }
        }
    }

    async freeze(): Promise<boolean> {
        const file = this.freezeFile();
        if (file === undefined) {
            return false;
        }
        writeFileSync(file, '1');
        const deadline = Date.now() + FREEZE_MILLISECONDS;
        while (field(readIn(this.at.v2, 'cgroup.events'), 'frozen') !== '1') {
            if (Date.now() > deadline) {
                this.thaw();
                throw notHeld();
            }
            await sleep(1);
        }
        return true;
    }

    thaw(): void {
        const file = this.freezeFile();
        if (file !== undefined) {
            writeFileSync(file, '0');
        }
    }

    usage(): Usage {
        const { v2, v1 } = this.at;
        const microseconds = number(field(readIn(v2, 'cpu.stat'), 'usage_usec'));
        const nanoseconds = number(readIn(v1.cpu, 'cpuacct.usage'));
        const memoryBytes = memoryV2(v2) ?? memoryV1(v1.memory);
        const cpuSeconds = microseconds !== undefined ? microseconds / 1e6 : nanoseconds && nanoseconds / 1e9;
        const processes = number(readIn(v2, 'pids.current')) ?? number(readIn(v1.pids, 'pids.current'));
        return {
            ...(memoryBytes !== undefined && { memoryBytes }),
            ...(cpuSeconds !== undefined && { cpuSeconds }),
            ...(processes !== undefined && { processes })
        };
    }

    memoryKills(): number {
        return (
            number(field(readIn(this.at.v2, 'memory.events'), 'oom_kill')) ??
            number(field(readIn(this.at.v1.memory, 'memory.oom_control'), 'oom_kill')) ??
            0
        );
    }

    private freezeFile(): string | undefined {
        const file = this.at.v2 === undefined ? undefined : join(this.at.v2, 'cgroup.freeze');
        return file !== undefined && existsSync(file) ? file : undefined;
    }

    async remove(): Promise<void> {
        for (const directory of this.directories) {
            // The kernel takes a moment to notice that the last process has left.
            for (let attempt = 0; attempt < 100; attempt += 1) {
                const error = await rmdir(directory).catch((thrown: unknown) => thrown as NodeJS.ErrnoException);
                if (error?.code !== 'EBUSY') {
                    break;
                }
                await sleep(10);
            }
        }
    }
}

/** Page cache is given back on demand, so it does not count as used. */
function memoryV2(directory: string | undefined): number | undefined {
    const current = number(readIn(directory, 'memory.current'));
    const cache = number(field(readIn(directory, 'memory.stat'), 'inactive_file')) ?? 0;
    return current === undefined ? undefined : Math.max(0, current - cache);
}

function memoryV1(directory: string | undefined): number | undefined {
    const current = number(readIn(directory, 'memory.usage_in_bytes'));
    const cache = number(field(readIn(directory, 'memory.stat'), 'total_inactive_file')) ?? 0;
    return current === undefined ? undefined : Math.max(0, current - cache);
}

function readIn(directory: string | undefined, file: string): string | undefined {
    return directory === undefined ? undefined : read(join(directory, file));
}

function read(file: string): string | undefined {
    try {
        return readFileSync(file, 'utf8').trim();
    } catch {
        return undefined;
    }
}

function field(text: string | undefined, name: string): string | undefined {
    return text
        ?.split('\n')
        .find(line => line.startsWith(`${name} `))
        ?.slice(name.length + 1);
}

function number(text: string | undefined): number | undefined {
    const value = Number(text);
    return text === undefined || text === '' || Number.isNaN(value) ? undefined : value;
}
