import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { Person, StartUpMessage, StartUpScript, StartUpState, StartUpTerminal } from '@longtable/common';
import { FileUri } from '@theia/core/lib/common/file-uri';
import { Emitter } from '@theia/core/lib/common/event';
import { inject, injectable } from '@theia/core/shared/inversify';
import type { TerminalProcess } from '@theia/process/lib/node';
import { ShellProcessFactory } from '@theia/terminal/lib/node/shell-process';
import { gitEnvironment } from '../person/git-environment';

/** Where bash is. The scripts are written for it. */
const shells = ['/bin/bash', '/usr/bin/bash', '/usr/local/bin/bash'];

interface Running {
    readonly terminal: StartUpTerminal;
    readonly process: TerminalProcess;
    /** The connection it belongs to; undefined for those that all share. */
    readonly tab: object | undefined;
}

/** Runs what the agent says is to be done at this start of the workspace, in terminals, whether anybody is there or not. */
@injectable()
export class StartUpTasks {
    @inject(ShellProcessFactory)
    protected readonly shellFactory: ShellProcessFactory;

    protected readonly onDidChangeEmitter = new Emitter<void>();
    /** What {@link stateFor} answers has changed. */
    readonly onDidChange = this.onDidChangeEmitter.event;

    protected readonly backend = randomUUID();
    protected message: StartUpMessage | undefined;
    protected running: readonly Running[] = [];

    /** Does what the agent asks for. It asks once. */
    run(message: StartUpMessage): void {
        if (this.message) {
            return;
        }
        this.message = shells.some(existsSync) ? message : withoutShell(message);
        for (const [name, value] of Object.entries(message.environment)) {
            if (value === null) {
                Reflect.deleteProperty(process.env, name);
            } else {
                process.env[name] = value;
            }
        }
        for (const script of this.message.terminals) {
            this.open(script, {}, undefined);
        }
        this.onDidChangeEmitter.fire();
    }

    /** Opens what is to be done in each tab, as the person it belongs to. */
    attach(person: Person, tab: object): void {
        if (this.message?.attach && !this.running.some(running => running.tab === tab)) {
            this.open(this.message.attach, gitEnvironment(person), tab);
            this.onDidChangeEmitter.fire();
        }
    }

    /** Ends what was opened for a tab. */
    leave(tab: object): void {
        for (const running of this.running) {
            if (running.tab === tab) {
                running.process.kill();
            }
        }
    }

    stateFor(tab: object): StartUpState | undefined {
        const { message } = this;
        return (
            message && {
                start: message.start,
                backend: this.backend,
                lost: message.lost,
                problems: message.problems,
                recommendations: message.recommendations,
                terminals: this.running
                    .filter(running => running.tab === undefined || running.tab === tab)
                    .map(({ terminal }) => terminal)
            }
        );
    }

    protected open(script: StartUpScript, environment: Record<string, string>, tab: object | undefined): void {
        const { id, name, openIn, openMode } = script;
        const process = this.shellFactory({
            shell: shells.find(existsSync),
            args: ['--rcfile', script.script, '-i'],
            ...(this.message && { rootURI: FileUri.create(this.message.folder).toString() }),
            env: { ...script.environment, ...environment }
        });
        const running: Running = {
            terminal: { id, name, openIn, openMode, terminalId: process.id, ofTab: tab !== undefined },
            process,
            tab
        };
        this.running = [...this.running, running];
        process.onExit(() => {
            this.running = this.running.filter(other => other !== running);
            this.onDidChangeEmitter.fire();
        });
    }
}

function withoutShell({ attach: _, ...message }: StartUpMessage): StartUpMessage {
    const files =
        message.terminals.length > 0
            ? [{ file: 'bash', message: 'bash is not installed here. Start-up tasks need it and were left out.' }]
            : [];
    return { ...message, terminals: [], problems: [...message.problems, ...files] };
}
