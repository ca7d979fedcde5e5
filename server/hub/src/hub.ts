import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LongtableError, type WorkspaceId } from '@longtable/common';
import type { Logger } from 'pino';
import { AccessTokens } from './access-tokens/access-tokens.js';
import { defaultUrl, type Configuration } from './configuration/configuration.js';
import { Entries } from './gateway/entries.js';
import { attachGateway } from './gateway/gateway.js';
import { OpenConnections } from './gateway/open-connections.js';
import { WorkbenchCalls } from './gateway/workbench-calls.js';
import { Sites } from './gateway/site.js';
import { WorkbenchFiles } from './gateway/workbench-files.js';
import { WorkspaceOrigin } from './gateway/workspace-origin.js';
import { createHubApplication } from './http/hub-application.js';
import { routesOf } from './http/routes-of.js';
import { SERVER_TIMEOUTS } from './http/server-timeouts.js';
import { Assertions } from './identity/assertions.js';
import { newSecretToken } from './identity/secret-token.js';
import { loadSigningKeys, writePrivately } from './identity/signing-keys.js';
import { Live } from './live/live.js';
import { checkParts } from './operations/check-parts.js';
import { lockData } from './operations/data-lock.js';
import { createMetrics } from './operations/metrics.js';
import { operationsRoutes } from './operations/operations-routes.js';
import { installedParts, type HubParts } from './operations/parts.js';
import { startFailure } from './operations/start-failure.js';
import { Presence } from './presence/presence.js';
import { PresenceFollower } from './presence/presence-follower.js';
import { createRuntime } from './runtime/create-runtime.js';
import { createSharing } from './sharing/create-sharing.js';
import { disabled, signedOut } from './sharing/ending-messages.js';
import { installedWorker } from './snapshots/worker/run-job.js';
import { createSnapshots } from './snapshots/create-snapshots.js';
import type { SharingParts } from './sharing/sharing-calls.js';
import { Accounts } from './sign-in/accounts.js';
import { Admission } from './sign-in/admission.js';
import { providersOf, PUBLIC_GITHUB } from './sign-in/providers.js';
import { createSignIn } from './sign-in/sign-in.js';
import { EmbeddedStore } from './store/embedded-store.js';
import { WorkbenchStates } from './workbench-states/workbench-states.js';
import { Lifecycle } from './workspaces/lifecycle.js';
import { WorkspaceRecords } from './workspaces/workspace-records.js';
import { Workspaces } from './workspaces/workspaces.js';

/** Sessions and entries whose time is over are forgotten this often, in milliseconds. */
const CLEANING_INTERVAL = 60 * 60 * 1000;

/** A running hub. */
export interface Hub {
    readonly url: string;
    /** Every route of the hub's own origin, so that a test can hold each to who may call it. */
    readonly routes: readonly string[];
    /** Stops answering and lets go of everything; running workspaces go on. */
    dispose(): Promise<void>;
}

type Disposal = () => Promise<void> | void;

/** Starts the hub. Whatever was opened is closed again when a later step fails. */
export async function startHub(
    configuration: Configuration,
    version: string,
    logger: Logger,
    parts: HubParts = installedParts
): Promise<Hub> {
    const disposals: Disposal[] = [];
    const dispose = async () => {
        for (const disposal of disposals.splice(0).reverse()) {
            await disposal();
        }
    };
    try {
        const { url, routes } = await compose(configuration, version, logger, parts, disposals);
        return { url, routes, dispose };
    } catch (error) {
        await dispose();
        throw startFailure(error, configuration.data);
    }
}

async function compose(
    configuration: Configuration,
    version: string,
    logger: Logger,
    hubParts: HubParts,
    disposals: Disposal[]
): Promise<Pick<Hub, 'url' | 'routes'>> {
    const { dashboardDirectory, sandboxParts, workbenchDirectory, snapshotWorker = installedWorker } = hubParts;
    const { data } = configuration;
    await checkParts(hubParts);
    const lock = await lockData(data);
    disposals.push(() => lock.release());
    const server = createServer(SERVER_TIMEOUTS);
    const port = await listen(server, configuration);
    disposals.push(
        () =>
            new Promise(resolve => {
                server.close(() => {
                    resolve();
                });
                server.closeAllConnections();
            })
    );
    const hubUrl = configuration.url ?? defaultUrl(port) ?? '';
    // By itself: when the records cannot be read, nothing may be written beside them after the lock is given back.
    const store = await EmbeddedStore.open(data);
    disposals.push(() => store.close());
    const [keys, secret, shareSecret, snapshotSecret, workbench] = await Promise.all([
        loadSigningKeys(data),
        loadSecret(data, 'session-secret'),
        loadSecret(data, 'share-secret'),
        loadSecret(data, 'snapshot-secret'),
        WorkbenchFiles.load(workbenchDirectory, hubUrl)
    ]);

    const runtime = createRuntime(configuration.runtime, {
        logger,
        dataDirectory: data,
        parts: sandboxParts,
        hubUrl,
        publicKey: keys.publicKey,
        privateKey: keys.privateKey,
        egress: { mode: configuration.egress, allow: configuration.egressAllow },
        limits: {
            memoryBytes: configuration.memory * 1024 * 1024,
            cpus: configuration.cpus,
            processes: configuration.processes
        }
    });
    disposals.push(() => runtime.dispose());
    logger.info(await runtime.selfTest(), 'runtime works');

    const assertions = new Assertions(keys.privateKey);
    const connections = new OpenConnections();
    disposals.push(() => {
        // The server does not know of them any more, and would wait for their end for ever.
        connections.close(() => true);
    });
    const records = new WorkspaceRecords(store);
    const presence = new Presence();
    const shared = createSharing({ store, records, connections, presence, secret: shareSecret, hubUrl, logger });
    disposals.push(
        () => shared.dispose(),
        () => {
            presence.dispose();
        }
    );
    const states = new WorkbenchStates(store);
    const snapshots = createSnapshots({
        store,
        records,
        runtime,
        states,
        assertions,
        audit: shared.audit,
        worker: snapshotWorker,
        content: configuration.snapshots,
        data,
        quota: configuration.snapshotQuota * 1024 * 1024,
        logger,
        secret: snapshotSecret,
        hubUrl,
        lifecycle: () => lifecycle,
        workspaces: () => workspaces
    });
    disposals.push(() => snapshots.dispose());
    const closing: ((id: WorkspaceId) => void)[] = [];
    const lifecycle = new Lifecycle({
        store,
        records,
        runtime,
        assertions,
        logger,
        closeConnections: id => {
            for (const close of closing) {
                close(id);
            }
        },
        stopping: (record, reason) => shared.sharing.workspaceStopped(record, reason),
        fill: (record, signal) => snapshots.parts.openings.fill(record, signal),
        removing: id => snapshots.parts.takings.cancelOf(id)
    });
    disposals.push(() => lifecycle.dispose());
    const workspaces = new Workspaces({
        store,
        records,
        rights: shared.rights,
        presence,
        audit: shared.audit,
        lifecycle,
        runtime,
        hubUrl,
        egressAllow: configuration.egressAllow
    });
    const entries = new Entries(store, workspaces, hubUrl);
    const admission = new Admission(configuration);
    const accounts = new Accounts(store, admission);
    await accounts.appointAdmins();
    if (configuration.auth.includes('github') && configuration.githubUrl === PUBLIC_GITHUB && admission.isOpen) {
        logger.warn('everybody with an account at GitHub may sign in; LONGTABLE_ALLOW_USERS and its like say who may');
    }
    const signIn = createSignIn({
        store,
        accounts,
        accessTokens: new AccessTokens(store),
        providers: providersOf(configuration, hubUrl),
        secret,
        hubUrl
    });
    const { joining, changes } = shared;
    const live = new Live({
        middleware: signIn.middleware,
        hubUrl,
        store,
        workspaces,
        records,
        joining,
        changes,
        presence,
        logger
    });
    disposals.push(() => live.dispose());
    const closeSession = (sessionHash: string) => {
        connections.close(connection => connection.sessionHash === sessionHash, {
            type: 'ended',
            message: signedOut()
        });
        live.endSession(sessionHash);
    };
    const parts: SharingParts = { ...shared, workspaces, presence, store, snapshots: snapshots.parts };
    const origin = new WorkspaceOrigin({
        hubUrl,
        entries,
        runtime,
        assertions,
        connections,
        workbench,
        calls: new WorkbenchCalls({
            hubUrl,
            runtime: configuration.runtime,
            workspaces,
            sharing: parts,
            events: shared.events,
            states,
            endSession: async sessionHash => {
                await store.sessions.remove(sessionHash);
                closeSession(sessionHash);
            }
        })
    });
    disposals.push(() => {
        origin.dispose();
    });
    closing.push(id => {
        connections.close(connection => connection.workspaceId === id);
        origin.forget(id);
    });

    const follower = new PresenceFollower({
        store,
        records,
        rights: shared.rights,
        runtime,
        assertions,
        presence,
        logger
    });
    disposals.push(() => {
        follower.dispose();
    });
    await lifecycle.recover();
    await shared.sharing.recover();
    snapshots.begin();
    for (const record of await store.workspaces.listAll()) {
        follower.look(record);
    }
    const cleaning = setInterval(() => {
        store.removeExpired(new Date()).catch((error: unknown) => {
            logger.error({ err: error }, 'what has expired was not removed');
        });
    }, CLEANING_INTERVAL);
    disposals.push(() => {
        clearInterval(cleaning);
    });

    let ready = false;
    const application = createHubApplication({
        hubUrl,
        installation: { signIn: [...configuration.auth], runtime: configuration.runtime, version },
        dashboardDirectory,
        operations: operationsRoutes(store, createMetrics(store, connections), () => ready),
        workbench,
        signIn,
        store,
        endSession: closeSession,
        endUser: (userId, reason) => {
            connections.close(connection => connection.userId === userId, {
                type: 'ended',
                message: reason === 'disabled' ? disabled() : signedOut()
            });
            live.endUser(userId);
        },
        workspaces,
        sharing: parts,
        entries,
        logger
    });
    server.removeAllListeners('request');
    attachGateway(server, {
        sites: new Sites(hubUrl),
        workspaceOrigin: origin,
        workbench,
        hub: (request, response) => {
            if (live.handles(request)) {
                live.handleRequest(request, response);
            } else {
                application(request, response);
            }
        },
        hubUpgrade: (request, socket, head) => {
            if (!live.handles(request)) {
                return false;
            }
            live.handleUpgrade(request, socket, head);
            return true;
        },
        logger
    });
    ready = true;
    return { url: hubUrl, routes: routesOf(application) };
}

/** Listens at once, so that a port in use is known before anything is touched; answers 503 until all is in place. */
async function listen(server: ReturnType<typeof createServer>, { host, port }: Configuration): Promise<number> {
    server.on('request', (_request: IncomingMessage, response: ServerResponse) => {
        response.writeHead(503, { 'retry-after': '1' }).end('Longtable is starting.\n');
    });
    await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, () => {
            server.off('error', reject);
            resolve();
        });
    }).catch((error: unknown) => {
        const { code } = error as NodeJS.ErrnoException;
        if (code === 'EADDRINUSE') {
            throw new LongtableError(
                'address-in-use',
                `Longtable was not started, because another program listens on port ${String(port)} of ${host}. ` +
                    'Stop that one, or choose another port with --port or LONGTABLE_PORT. Nothing was changed.',
                { cause: error }
            );
        }
        throw new LongtableError(
            'configuration-invalid',
            `Longtable was not started, because it cannot listen on port ${String(port)} of ${host} (${code ?? 'unknown error'}). ` +
                'Choose another address with LONGTABLE_HOST and LONGTABLE_PORT. Nothing was changed.',
            { cause: error }
        );
    });
    return (server.address() as AddressInfo).port;
}

async function loadSecret(directory: string, name: string): Promise<string> {
    const path = join(directory, name);
    try {
        return await readFile(path, 'utf8');
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
            throw error;
        }
        const secret = newSecretToken();
        await writePrivately(path, secret);
        return secret;
    }
}
