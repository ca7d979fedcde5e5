import { join } from 'node:path';
import {
    AgentConfiguration,
    AssertionVerifier,
    EGRESS_PORT,
    LongtableError,
    messageOf,
    type AgentStatus,
    type Progress
} from '@longtable/common';
import { systemClock } from './clock.js';
import type { Disposable } from './disposable.js';
import { prepareFolder, type PreparedFolder } from './clone/prepare-folder.js';
import { withoutCredentials } from './clone/credentials.js';
import { controlRoutes } from './control/control-routes.js';
import { StatusBoard } from './control/status-board.js';
import { documentsRoute } from './documents/socket/documents-route.js';
import { LazyDocuments } from './documents/lazy-documents.js';
import { EgressBridge } from './egress/egress-bridge.js';
import { LoopbackForward } from './egress/loopback-forward.js';
import type { EarlySocket } from './http/early-socket.js';
import { serveHttp } from './http/http-server.js';
import { Router } from './http/router.js';
import { backendCommand, WORKSPACE_MARKER } from './ide/backend-command.js';
import { BoundedLog } from './ide/bounded-log.js';
import { IdeSupervisor } from './ide/ide-supervisor.js';
import { Presence } from './presence/presence.js';
import { PresenceSocket } from './presence/presence-socket.js';
import { endWorkspaceProcesses } from './processes/workspace-processes.js';
import { StartUpTasks } from './tasks/start-up-tasks.js';

const STALL_MILLISECONDS = 5 * 60_000;
const STOP_GRACE_MILLISECONDS = 5000;

type Files =
    | { readonly kind: 'preparing'; readonly progress: Progress }
    | { readonly kind: 'ready'; readonly notes: readonly string[] }
    | { readonly kind: 'failed'; readonly code: 'clone-failed' | 'disk-full' | 'internal'; readonly reason: string };

/** Brings one workspace up and keeps it up: its files, its IDE backend, its way out. */
export class Agent implements Disposable {
    private readonly board: StatusBoard;
    private readonly supervisor: IdeSupervisor;
    private readonly log: BoundedLog;
    private readonly egress: EgressBridge | undefined;
    private readonly forwards: readonly LoopbackForward[];
    private readonly presence = new Presence(systemClock);
    private readonly presenceSocket = new PresenceSocket(this.presence);
    private readonly startUp: StartUpTasks;
    private readonly documents: LazyDocuments;
    private readonly documentsRoute: ReturnType<typeof documentsRoute>;
    private readonly aborted = new AbortController();
    private readonly timings: Record<string, number> = {};
    private files: Files;
    private ended = false;
    private stopping: Promise<void> | undefined;
    private preparing: Promise<void> = Promise.resolve();

    /** `agentReady` is when the agent began to listen, in milliseconds since its process was started. */
    constructor(
        private readonly configuration: AgentConfiguration,
        configurationFile: string,
        agentReady: number
    ) {
        this.timings['agentReady'] = Math.round(agentReady);
        const message = configuration.repository === undefined ? 'Making an empty folder.' : 'Cloning the repository.';
        this.files = { kind: 'preparing', progress: { step: 'clone', message } };
        this.board = new StatusBoard(this.compose({ kind: 'starting' }));
        this.log = new BoundedLog(join(configuration.home, '.longtable', 'logs', 'ide.log'));
        const command = backendCommand(configuration, configurationFile, process.env);
        this.supervisor = new IdeSupervisor({
            command,
            socket: configuration.sockets.ide,
            log: this.log,
            clock: systemClock,
            onChange: () => {
                this.refresh();
                this.startUp.backendChanged(this.supervisor.state.kind === 'listening');
            }
        });
        this.startUp = new StartUpTasks(configuration, command.environment, message => this.supervisor.send(message));
        this.documents = new LazyDocuments(configuration, systemClock, () => this.folderReady());
        this.documentsRoute = documentsRoute({
            documents: () => this.documents.get(),
            coAuthors: this.documents.coAuthors
        });
        const { egress } = configuration.sockets;
        this.egress = egress === undefined ? undefined : new EgressBridge(egress);
        this.forwards =
            egress === undefined ? [] : configuration.forwards.map(authority => new LoopbackForward(authority, egress));
    }

    /** Starts everything and answers requests; what takes long goes on after it has resolved. */
    async start(socket: EarlySocket): Promise<void> {
        const { workspaceId, publicKey } = this.configuration;
        // The backend needs the folder only when the first browser comes, so it starts while the clone is under way.
        this.supervisor.start();
        try {
            await this.egress?.listen(EGRESS_PORT);
            await Promise.all(this.forwards.map(forward => forward.listen()));
        } catch (error) {
            // Files and IDE are of use without a way out, and whatever needs one says so itself.
            console.error('The way out of the workspace cannot be offered:', error);
        }
        this.preparing = this.prepare();
        const verifier = await AssertionVerifier.create(workspaceId, publicKey);
        const routes = controlRoutes({
            board: this.board,
            presence: this.presence,
            saveAll: () => this.documents.saveAll(),
            stop: () => this.stop(),
            exit: () => process.exit(0)
        });
        await serveHttp(socket, new Router(verifier, routes, [this.presenceSocket.route, this.documentsRoute]));
    }

    /** Ends the clone, the IDE and every other process of the workspace. Safe to call more than once. */
    stop(): Promise<void> {
        this.stopping ??= this.endEverything();
        return this.stopping;
    }

    /** Kills the IDE backend at once, for when the agent itself breaks down. */
    dispose(): void {
        this.supervisor.dispose();
    }

    private async endEverything(): Promise<void> {
        this.ended = true;
        this.supervisor.stop();
        this.aborted.abort(new LongtableError('clone-failed', 'The workspace was stopped while it was cloned.'));
        await this.preparing;
        // What people typed is on disk before anything has a chance to go wrong; what processes write as they end is merged.
        await this.documents.flush();
        await endWorkspaceProcesses(`${WORKSPACE_MARKER}=${this.configuration.workspaceId}`, STOP_GRACE_MILLISECONDS);
        this.presenceSocket.dispose();
        this.presence.dispose();
        this.documentsRoute.dispose();
        await this.documents.dispose();
        this.egress?.dispose();
        for (const forward of this.forwards) {
            forward.dispose();
        }
        await this.log.flush();
    }

    private async prepare(): Promise<void> {
        const { root, folder, repository, home } = this.configuration;
        const began = performance.now();
        await this.startUp.begin();
        try {
            const prepared = await prepareFolder({
                root,
                folder,
                repository,
                home,
                clock: systemClock,
                signal: this.aborted.signal,
                stallMilliseconds: STALL_MILLISECONDS,
                report: progress => {
                    this.files = { kind: 'preparing', progress };
                    this.refresh();
                }
            });
            this.onPrepared(prepared, performance.now() - began);
        } catch (error) {
            this.onPrepareFailed(error);
            this.refresh();
            return;
        }
        this.refresh();
        await this.startUp.prepare();
    }

    private onPrepared(prepared: PreparedFolder, milliseconds: number): void {
        if (prepared.kind === 'cloned') {
            this.timings['clone'] = Math.round(milliseconds);
        }
        this.files = { kind: 'ready', notes: prepared.notes };
        for (const note of prepared.notes) {
            console.error(note);
        }
        this.documents.recover();
    }

    private async folderReady(): Promise<void> {
        await this.preparing;
        if (this.files.kind !== 'ready') {
            throw new LongtableError('unavailable', 'The workspace has no files, so no document can be opened.');
        }
    }

    private onPrepareFailed(error: unknown): void {
        const known = error instanceof LongtableError ? error : undefined;
        const code = known?.code === 'clone-failed' || known?.code === 'disk-full' ? known.code : 'internal';
        const reason =
            known?.message ?? `The folder of the workspace could not be made: ${messageOf(error)} Create it again.`;
        console.error(reason);
        this.files = { kind: 'failed', code, reason: withoutCredentials(reason) };
        // Without files there is nothing to work on.
        this.supervisor.dispose();
    }

    private refresh(): void {
        if (!this.ended) {
            this.board.set(this.compose(this.supervisor.state));
        }
    }

    private compose(ide: IdeSupervisor['state']): AgentStatus {
        if (this.files.kind === 'preparing') {
            return { phase: 'cloning', progress: this.files.progress };
        }
        if (this.files.kind === 'failed') {
            return { phase: 'failed', code: this.files.code, reason: this.files.reason };
        }
        switch (ide.kind) {
            case 'failed':
                return { phase: 'failed', code: 'ide-failed', reason: ide.reason };
            case 'listening':
                return { phase: 'running', ide: this.supervisor.ide, timings: this.timingsOf() };
            case 'waiting':
            case 'starting':
            case 'stopped':
                return {
                    phase: 'starting',
                    progress: { step: 'ide', message: this.startingMessage(this.files.notes) },
                    ide: this.supervisor.ide
                };
        }
    }

    private startingMessage(notes: readonly string[]): string {
        const { lastExit } = this.supervisor.ide;
        const message = lastExit === undefined ? 'Starting the IDE.' : `Starting the IDE again. ${lastExit}`;
        return [...notes, message].join(' ');
    }

    private timingsOf(): Record<string, number> {
        const start = this.supervisor.lastStartMilliseconds;
        this.timings['running'] ??= Math.round(performance.now());
        return { ...this.timings, ...(start !== undefined && { ideListening: Math.round(start) }) };
    }
}

/** Makes the agent of a configuration that was read from `file`. */
export function createAgent(raw: unknown, file: string, agentReady: number): Agent {
    return new Agent(AgentConfiguration.parse(raw), file, agentReady);
}
