import { spawn, type ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import type { Disposable } from '../disposable.js';
import type { BackendCommand } from './backend-command.js';
import type { BoundedLog } from './bounded-log.js';

/** Output that is still in the pipes when the backend has ended is waited for so long, in milliseconds. */
const LAST_WORDS = 100;

export interface BackendListener {
    onListening(): void;
    /** `how` ended it, e.g. `was ended by SIGKILL`. */
    onExit(how: string): void;
}

/** One run of the IDE backend. It tells over its IPC channel when it listens; disposing of it kills it. */
export class BackendProcess implements Disposable {
    private readonly child: ChildProcess;

    constructor(command: BackendCommand, socket: string, log: BoundedLog, listener: BackendListener) {
        rmSync(socket, { force: true });
        this.child = spawn(command.executable, command.args, {
            cwd: command.cwd,
            env: command.environment,
            detached: true,
            stdio: ['ignore', 'pipe', 'pipe', 'ipc']
        });
        for (const stream of [this.child.stdout, this.child.stderr]) {
            stream?.setEncoding('utf8').on('data', (text: string) => log.write(text));
        }
        this.child.on('message', message => {
            if (typeof message === 'object' && 'type' in message && message.type === 'listening') {
                listener.onListening();
            }
        });
        let ended = false;
        const end = (how: string) => {
            if (!ended) {
                ended = true;
                listener.onExit(how);
            }
        };
        this.child.on('error', error => {
            // The same event reports a message that could not be sent; only a failed start leaves no process.
            if (this.child.pid === undefined) {
                end(`could not be started (${error.message})`);
            }
        });
        this.child.on('exit', (code, signal) => {
            const how = signal === null ? `ended with exit code ${code ?? 'unknown'}` : `was ended by ${signal}`;
            // Extension hosts and language servers are of no use without it, and would hold its pipes open.
            this.killGroup('SIGKILL');
            const lastWords = setTimeout(() => end(how), LAST_WORDS);
            this.child.on('close', () => {
                clearTimeout(lastWords);
                end(how);
            });
        });
    }

    /** Tells the backend something over its IPC channel. One that has just ended hears nothing. */
    send(message: object): void {
        if (this.child.connected) {
            this.child.send(message);
        }
    }

    dispose(): void {
        this.killGroup('SIGKILL');
    }

    private killGroup(signal: NodeJS.Signals): void {
        if (this.child.pid === undefined) {
            return;
        }
        try {
            process.kill(-this.child.pid, signal);
        } catch {
            // Nobody is left in the group.
        }
    }
}
