import type { IdeState } from '@longtable/common';
import { withoutCredentials } from '../clone/credentials.js';
import type { Clock } from '../clock.js';
import type { Disposable } from '../disposable.js';
import { BackOff } from './back-off.js';
import type { BackendCommand } from './backend-command.js';
import { BackendProcess } from './backend-process.js';
import type { BoundedLog } from './bounded-log.js';

const START_TIMEOUT = 120_000;
const QUOTED_LINES = 3;
const QUOTED_CHARACTERS = 400;

export type SupervisorState =
    | { readonly kind: 'starting' }
    | { readonly kind: 'listening' }
    /** Ended; will be started again. */
    | { readonly kind: 'waiting'; readonly milliseconds: number }
    | { readonly kind: 'failed'; readonly reason: string }
    | { readonly kind: 'stopped' };

export interface SupervisorOptions {
    readonly command: BackendCommand;
    readonly socket: string;
    readonly log: BoundedLog;
    readonly clock: Clock;
    readonly onChange: () => void;
}

/** Keeps the IDE backend running: starts it again, with growing pauses, whenever it ends, until it is hopeless. */
export class IdeSupervisor implements Disposable {
    private readonly backOff = new BackOff();
    private current: SupervisorState = { kind: 'stopped' };
    private restarts = 0;
    private lastExit: string | undefined;
    private process: BackendProcess | undefined;
    private timer: Disposable | undefined;
    private startedAt = 0;
    private listeningAt: number | undefined;
    private startMilliseconds: number | undefined;

    constructor(private readonly options: SupervisorOptions) {}

    get state(): SupervisorState {
        return this.current;
    }

    get ide(): IdeState {
        return { restarts: this.restarts, ...(this.lastExit !== undefined && { lastExit: this.lastExit }) };
    }

    /** How long the latest start took until the backend listened. */
    get lastStartMilliseconds(): number | undefined {
        return this.startMilliseconds;
    }

    start(): void {
        const { clock, command, socket, log } = this.options;
        this.startedAt = clock.now();
        this.listeningAt = undefined;
        log.clearTail();
        log.write(`--- ${new Date().toISOString()} the IDE starts\n`);
        this.process = new BackendProcess(command, socket, log, {
            onListening: () => this.onListening(),
            onExit: how => this.onExit(how)
        });
        this.timer = clock.after(START_TIMEOUT, () => this.process?.dispose());
        this.change({ kind: 'starting' });
    }

    /** Tells the backend something, if there is one. */
    send(message: object): void {
        this.process?.send(message);
    }

    /** From now on the backend is not started again. The one that runs is left to whoever ends the processes. */
    stop(): void {
        this.timer?.dispose();
        this.change({ kind: 'stopped' });
    }

    dispose(): void {
        this.stop();
        this.process?.dispose();
    }

    private onListening(): void {
        if (this.current.kind !== 'starting') {
            return;
        }
        this.timer?.dispose();
        this.listeningAt = this.options.clock.now();
        this.startMilliseconds = this.listeningAt - this.startedAt;
        this.change({ kind: 'listening' });
    }

    private onExit(how: string): void {
        const { clock, log } = this.options;
        this.timer?.dispose();
        this.process = undefined;
        log.write(`--- ${new Date().toISOString()} the IDE ${how}\n`);
        if (this.current.kind === 'stopped') {
            return;
        }
        const listened = this.listeningAt === undefined ? 0 : clock.now() - this.listeningAt;
        this.lastExit = this.describe(how);
        const milliseconds = this.backOff.next(listened);
        if (milliseconds === undefined) {
            this.change({
                kind: 'failed',
                reason:
                    `The IDE ended several times in a row right after its start. ${this.lastExit} ` +
                    'Your files are kept. Stop and start the workspace to try again.'
            });
            return;
        }
        this.timer = clock.after(milliseconds, () => {
            this.restarts++;
            this.start();
        });
        this.change({ kind: 'waiting', milliseconds });
    }

    private describe(how: string): string {
        const quoted = this.options.log
            .tail(QUOTED_LINES + 2)
            .filter(line => !line.startsWith('--- '))
            .slice(-QUOTED_LINES)
            .join(' / ')
            .slice(-QUOTED_CHARACTERS);
        const words = withoutCredentials(quoted);
        return words === '' ? `It ${how}.` : `It ${how}; its last words were: “${words}”`;
    }

    private change(state: SupervisorState): void {
        this.current = state;
        this.options.onChange();
    }
}
