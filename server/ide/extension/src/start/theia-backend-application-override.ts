/*
 * Overrides `BackendApplication.start` of @theia/core 1.74.1, src/node/backend-application.ts.
 *
 * Upstream listens on a TCP port as soon as it can. Here the backend listens on a unix socket, which appears under its
 * name only once the server is guarded and all contributions have started, and the parent process is told.
 */
import { chmod, rename, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import { inject, injectable } from '@theia/core/shared/inversify';
import { BackendApplication } from '@theia/core/lib/node/backend-application';
import { guardServer } from '../identity/identity-gate';
import { RequestIdentities } from '../identity/request-identities';
import { StartSettings } from './settings';

/** Message to the parent process, over its IPC channel if it made one: the socket accepts connections. */
export interface ListeningMessage {
    readonly type: 'listening';
}

@injectable()
export class SocketBackendApplication extends BackendApplication {
    @inject(StartSettings)
    protected readonly settings: StartSettings;

    @inject(RequestIdentities)
    protected readonly identities: RequestIdentities;

    override async start(): Promise<Server> {
        const { socket } = this.settings;
        const unpublished = `${socket}.starting`;
        await rm(unpublished, { force: true });
        // `net.Server.listen` takes a path in the place of the port.
        const server = (await super.start(unpublished as unknown as number)) as Server;
        guardServer(server, this.identities);
        await chmod(unpublished, 0o600);
        // Takes the place of a socket that a backend left behind when it was killed.
        await rename(unpublished, socket);
        process.send?.({ type: 'listening' } satisfies ListeningMessage);
        return server;
    }
}
