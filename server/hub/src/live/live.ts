import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { LiveEvents, UserId } from '@longtable/common';
import { Server as Engine } from 'engine.io';
import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import { Server, type DefaultEventsMap } from 'socket.io';
import { isFromAnotherOrigin } from '../http/same-origin.js';
import { hashOfToken } from '../identity/secret-token.js';
import type { UserRecord } from '../store/store.js';
import type { WorkspaceRecords } from '../workspaces/workspace-records.js';
import type { Workspaces } from '../workspaces/workspaces.js';

interface SignedInRequest {
    readonly user?: UserRecord;
    readonly sessionID?: string;
}

/** Keeps every open dashboard up to date over socket.io. */
export class Live {
    private readonly io = new Server<DefaultEventsMap, LiveEvents>({ serveClient: false });
    /** Fed by the gateway rather than attached to the server, where it would take the workspaces' own sockets. */
    private readonly engine: Engine;
    private readonly changes: { dispose(): void };

    constructor(options: {
        readonly middleware: readonly RequestHandler[];
        readonly hubUrl: string;
        readonly workspaces: Workspaces;
        readonly records: WorkspaceRecords;
        readonly logger: Logger;
    }) {
        const { workspaces, records, hubUrl, logger } = options;
        this.engine = new Engine({
            allowRequest: (request, callback) => {
                callback(null, !isFromAnotherOrigin(request, hubUrl));
            }
        });
        for (const handler of options.middleware) {
            this.engine.use(handler as never);
        }
        this.io.bind(this.engine as never);
        this.io.use((socket, next) => {
            const { user } = socket.request as SignedInRequest;
            next(user === undefined ? new Error('not-signed-in') : undefined);
        });
        this.io.on('connection', socket => {
            const { user, sessionID } = socket.request as SignedInRequest;
            if (user === undefined || sessionID === undefined) {
                socket.disconnect(true);
                return;
            }
            const join = async () => {
                await socket.join([roomOf(user.id), sessionRoom(hashOfToken(sessionID))]);
                socket.emit('workspaces', { workspaces: await workspaces.list(user) });
            };
            join().catch((error: unknown) => {
                logger.error({ err: error }, 'a dashboard did not get its list');
                socket.disconnect(true);
            });
        });
        this.changes = records.onChange({
            changed: record => {
                if (record.status === 'deleting') {
                    return;
                }
                workspaces.ownerOf(record).then(
                    owner => {
                        this.io
                            .to(roomOf(record.ownerId))
                            .emit('workspace', workspaces.describe({ record, role: 'owner' }, owner));
                    },
                    (error: unknown) => {
                        logger.error({ err: error }, 'a change was not sent to dashboards');
                    }
                );
            },
            removed: record => {
                this.io.to(roomOf(record.ownerId)).emit('workspaceRemoved', record.id);
            }
        });
    }

    /** Whether a request on the hub's own origin is for this. */
    handles(request: IncomingMessage): boolean {
        return request.url?.startsWith('/socket.io/') === true;
    }

    handleRequest(request: IncomingMessage, response: ServerResponse): void {
        this.engine.handleRequest(request as never, response);
    }

    handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
        this.engine.handleUpgrade(request as never, socket, head);
    }

    /** Ends the connections of a session that is over. */
    endSession(sessionHash: string): void {
        this.io.in(sessionRoom(sessionHash)).disconnectSockets(true);
    }

    async dispose(): Promise<void> {
        this.changes.dispose();
        await this.io.close();
    }
}

const roomOf = (userId: UserId) => `user:${userId}`;
const sessionRoom = (sessionHash: string) => `session:${sessionHash}`;
