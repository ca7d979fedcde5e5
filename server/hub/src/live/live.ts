import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { LiveEvents, UserId } from '@longtable/common';
import { Server as Engine } from 'engine.io';
import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import { Server, type DefaultEventsMap } from 'socket.io';
import { isFromAnotherOrigin } from '../http/same-origin.js';
import { hashOfToken } from '../identity/secret-token.js';
import type { Presence } from '../presence/presence.js';
import type { Joining } from '../sharing/joining.js';
import type { SharingChanges } from '../sharing/sharing-changes.js';
import type { Store, UserRecord, WorkspaceRecord } from '../store/store.js';
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
    private readonly listening: readonly { dispose(): void }[];

    constructor(
        private readonly options: {
            readonly middleware: readonly RequestHandler[];
            readonly hubUrl: string;
            readonly store: Store;
            readonly workspaces: Workspaces;
            readonly records: WorkspaceRecords;
            readonly joining: Joining;
            readonly changes: SharingChanges;
            readonly presence: Presence;
            readonly logger: Logger;
        }
    ) {
        const { store, workspaces, records, joining, changes, presence, hubUrl, logger } = options;
        this.engine = new Engine({
            allowRequest: (request, callback) => {
                callback(null, !isFromAnotherOrigin(request, hubUrl));
            }
        });
        for (const handler of options.middleware) {
            this.engine.use(handler as never);
        }
        this.io.bind(this.engine);
        this.io.use((socket, next) => {
            const { user } = socket.request as SignedInRequest;
            next(user === undefined || user.disabled === true ? new Error('not-signed-in') : undefined);
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
                for (const { id } of await store.workspaces.listOwnedBy(user.id)) {
                    const requests = await joining.waiting(id);
                    if (requests.length > 0) {
                        socket.emit('requests', id, requests);
                    }
                }
            };
            join().catch((error: unknown) => {
                logger.error({ err: error }, 'a dashboard did not get its list');
                socket.disconnect(true);
            });
        });
        this.listening = [
            records.onChange({
                changed: record => {
                    this.tell(record);
                },
                removed: record => {
                    this.io.to(roomOf(record.ownerId)).emit('workspaceRemoved', record.id);
                }
            }),
            changes.on({
                shared: record => {
                    this.tell(record);
                },
                admitted: record => {
                    this.tell(record);
                },
                roleChanged: record => {
                    this.tell(record);
                },
                ended: ({ id }, userId) => {
                    this.io.to(roomOf(userId)).emit('workspaceRemoved', id);
                },
                requested: ({ id, ownerId }, requests) => {
                    this.io.to(roomOf(ownerId)).emit('requests', id, [...requests]);
                },
                decided: (userId, state) => {
                    this.io.to(roomOf(userId)).emit('joinDecided', state);
                }
            }),
            presence.on({
                changed: id => {
                    records.get(id).then(
                        record => {
                            this.tell(record);
                        },
                        // Gone meanwhile, and whoever it was shown to has been told so.
                        () => undefined
                    );
                }
            })
        ];
    }

    /** Whether a request on the hub's own origin is for this. */
    handles(request: IncomingMessage): boolean {
        return request.url?.startsWith('/socket.io/') === true;
    }

    handleRequest(request: IncomingMessage, response: ServerResponse): void {
        this.engine.handleRequest(request, response);
    }

    handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
        this.engine.handleUpgrade(request, socket, head);
    }

    /** Ends the connections of a session that is over. */
    endSession(sessionHash: string): void {
        this.io.in(sessionRoom(sessionHash)).disconnectSockets(true);
    }

    /** Ends all connections of a person. */
    endUser(userId: UserId): void {
        this.io.in(roomOf(userId)).disconnectSockets(true);
    }

    async dispose(): Promise<void> {
        for (const listening of this.listening) {
            listening.dispose();
        }
        await this.io.close();
    }

    /** Shows a workspace anew to everybody who has a right in it, each as they see it. */
    private tell(record: WorkspaceRecord): void {
        if (record.status === 'deleting') {
            return;
        }
        const { workspaces, logger } = this.options;
        const tell = async () => {
            for (const userId of await workspaces.audience(record)) {
                const workspace = await workspaces.describeFor(record, userId);
                if (workspace !== undefined) {
                    this.io.to(roomOf(userId)).emit('workspace', workspace);
                }
            }
        };
        tell().catch((error: unknown) => {
            logger.error({ err: error }, 'a change was not sent to dashboards');
        });
    }
}

const roomOf = (userId: UserId) => `user:${userId}`;
const sessionRoom = (sessionHash: string) => `session:${sessionHash}`;
