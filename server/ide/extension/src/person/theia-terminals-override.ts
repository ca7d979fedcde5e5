/*
 * Overrides `ShellTerminalServer.create`, `BaseTerminalServer.attach` and `TerminalServer.create` of @theia/terminal
 * 1.74.1, src/node/shell-terminal-server.ts, base-terminal-server.ts and terminal-server.ts, and relies on the ring buffer
 * of `TerminalProcess` of @theia/process 1.74.1, src/node/multi-ring-buffer.ts. Written 2026-11.
 *
 * Upstream, there is one server of each kind for all connections, and what it starts has the environment of the
 * backend. Here each person has their own, what they start knows who they are, and a terminal that a snapshot has kept
 * comes back with what it showed.
 */
import { readlink } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { SnapshotTerminal } from '@longtable/common';
import { FileUri } from '@theia/core/lib/common/file-uri';
import { inject, injectable } from '@theia/core/shared/inversify';
import { type MultiRingBuffer, TerminalProcess } from '@theia/process/lib/node';
import type { IShellTerminalServerOptions } from '@theia/terminal/lib/common/shell-terminal-protocol';
import type { ITerminalServerOptions } from '@theia/terminal/lib/common/terminal-protocol';
import { ShellTerminalServer } from '@theia/terminal/lib/node/shell-terminal-server';
import { TerminalServer } from '@theia/terminal/lib/node/terminal-server';
import { StartSettings } from '../start/settings';
import { endOf, plainScrollback } from '../terminals/plain-scrollback';
import { RestoredTerminalRecords } from '../terminals/restored-terminals';
import { CurrentPerson } from './current-person';
import { gitEnvironment } from './git-environment';

/** Of one terminal and of all together, in characters. */
const LONGEST_SCROLLBACK = 64 * 1024;
const LONGEST_TOGETHER = 512 * 1024;
const MOST_TERMINALS = 50;

const SEPARATOR =
    '\x1b[0m\r\n\x1b[2m── the terminal as the snapshot has kept it; from here on a new shell ──\x1b[0m\r\n';

/**
 * The shells of one person. What extensions add to the environment of terminals stays with that person too: git's
 * extension, for one, adds the way to ask its own window for a password.
 */
@injectable()
export class PersonalShellTerminalServer extends ShellTerminalServer {
    @inject(CurrentPerson)
    protected readonly person: CurrentPerson;

    @inject(RestoredTerminalRecords)
    protected readonly restored: RestoredTerminalRecords;

    @inject(StartSettings)
    protected readonly settings: StartSettings;

    protected readonly own = new Set<number>();

    override async create(options: IShellTerminalServerOptions): Promise<number> {
        const id = await super.create({ ...options, env: { ...options.env, ...gitEnvironment(this.person.value) } });
        this.own.add(id);
        return id;
    }

    /** Whoever looks for a terminal of the snapshot gets its text, and a new shell in the same directory. */
    override async attach(id: number): Promise<number> {
        if (!this.processManager.get(id)) {
            const record = await this.restored.take(id, this.person.value);
            if (record) {
                return this.reopen(record);
            }
        }
        return super.attach(id);
    }

    /** What is open, the oldest first. */
    async describe(): Promise<SnapshotTerminal[]> {
        const found: SnapshotTerminal[] = [];
        let left = LONGEST_TOGETHER;
        for (const id of [...this.own].slice(-MOST_TERMINALS)) {
            const terminal = this.processManager.get(id);
            if (!(terminal instanceof TerminalProcess)) {
                this.own.delete(id);
                continue;
            }
            // A shell that ends right now has no directory any more.
            const directory = await readlink(`/proc/${terminal.pid}/cwd`).catch(() => undefined);
            if (directory !== undefined) {
                const scrollback = endOf(plainScrollback(outputOf(terminal)), Math.min(LONGEST_SCROLLBACK, left));
                left -= scrollback.length;
                found.push({ terminalId: id, title: path.basename(terminal.executable), directory, scrollback });
            }
        }
        return found;
    }

    protected async reopen({ directory, scrollback }: SnapshotTerminal): Promise<number> {
        const place = existsSync(directory) ? directory : this.settings.folder;
        const id = await this.create({ rootURI: FileUri.create(place).toString() });
        const terminal = this.processManager.get(id);
        if (terminal instanceof TerminalProcess) {
            // Before the new shell has written anything: what it writes comes in a later turn of the event loop.
            bufferOf(terminal).enq(plainScrollback(scrollback) + SEPARATOR);
        }
        return id;
    }
}

/** The programs that one person runs in terminals. */
@injectable()
export class PersonalTerminalServer extends TerminalServer {
    @inject(CurrentPerson)
    protected readonly person: CurrentPerson;

    override create(options: ITerminalServerOptions): Promise<number> {
        const process = options.options as { env?: NodeJS.ProcessEnv } | undefined;
        // Without an environment given, the program would inherit that of this process.
        const env = { ...(process?.env ?? globalThis.process.env), ...gitEnvironment(this.person.value) };
        return super.create({ ...options, options: { ...process, env } });
    }
}

function bufferOf(terminal: TerminalProcess): MultiRingBuffer {
    return (terminal as unknown as { readonly ringBuffer: MultiRingBuffer }).ringBuffer;
}

/** All that is kept of what a terminal has shown. */
function outputOf(terminal: TerminalProcess): string {
    const buffer = bufferOf(terminal);
    const reader = buffer.getReader();
    let output = '';
    for (let part = buffer.deq(reader); part !== undefined; part = buffer.deq(reader)) {
        output += part;
    }
    buffer.closeReader(reader);
    return output;
}
