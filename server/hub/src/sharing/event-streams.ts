import type { ServerResponse } from 'node:http';
import { can, type Role, type UserId, type WorkspaceEvent, type WorkspaceId } from '@longtable/common';
import type { WorkspaceRecord } from '../store/store.js';
import type { Joining } from './joining.js';
import type { Rights } from './rights.js';
import type { ShareLinks } from './share-links.js';
import type { SharingChanges } from './sharing-changes.js';

const HEARTBEAT = 15_000;

/** How long the other side may take to read the last event, in milliseconds. */
const FAREWELL = 1000;

interface Stream {
    readonly workspaceId: WorkspaceId;
    readonly manages: boolean;
    send(event: WorkspaceEvent): void;
}

/** Tells open workbenches what changes about sharing, as server-sent events. */
export class EventStreams {
    private readonly streams = new Set<Stream>();
    private readonly listening: { dispose(): void };

    constructor(
        private readonly options: {
            readonly rights: Rights;
            readonly links: ShareLinks;
            readonly joining: Joining;
            readonly changes: SharingChanges;
            readonly heartbeat?: number;
        }
    ) {
        const { changes, links } = options;
        this.listening = changes.on({
            shared: ({ id }, share) => {
                for (const stream of this.of(id)) {
                    stream.send(sharingEvent(share === undefined ? undefined : links.describe(share), stream.manages));
                }
            },
            requested: ({ id }, requests) => {
                for (const stream of this.of(id).filter(one => one.manages)) {
                    stream.send({ type: 'requests', requests: [...requests] });
                }
            }
        });
    }

    /** Answers with the present state and each change, until one side ends it. */
    async open(
        response: ServerResponse,
        { id }: WorkspaceRecord,
        person: { readonly userId: UserId; readonly role: Role }
    ): Promise<void> {
        response.writeHead(200, {
            'content-type': 'text/event-stream; charset=utf-8',
            'cache-control': 'no-store',
            // So that the end of the stream is the end of the connection.
            connection: 'close',
            'x-accel-buffering': 'no'
        });
        const manages = can(person.role, 'manage');
        const stream: Stream = {
            workspaceId: id,
            manages,
            send: event => {
                write(response, textOf(event));
            }
        };
        this.streams.add(stream);
        const heartbeat = setInterval(() => {
            write(response, ':\n\n');
        }, this.options.heartbeat ?? HEARTBEAT);
        const closed = new Promise<void>(resolve => {
            response.on('close', () => {
                clearInterval(heartbeat);
                this.streams.delete(stream);
                resolve();
            });
        });
        const { rights, links, joining } = this.options;
        const share = await rights.shareOf(id);
        stream.send(sharingEvent(share === undefined ? undefined : links.describe(share), manages));
        if (manages) {
            stream.send({ type: 'requests', requests: await joining.waiting(id) });
        }
        await closed;
    }

    dispose(): void {
        this.listening.dispose();
    }

    private of(id: WorkspaceId): Stream[] {
        return [...this.streams].filter(stream => stream.workspaceId === id);
    }
}

/** Ends a stream with a last event, and the connection soon after, whether or not that was read. */
export function endStream(response: ServerResponse, farewell: WorkspaceEvent | undefined): void {
    if (farewell === undefined || !response.headersSent) {
        response.destroy();
        return;
    }
    const { socket } = response;
    const timer = setTimeout(() => {
        socket?.destroy();
    }, FAREWELL);
    socket?.on('close', () => {
        clearTimeout(timer);
    });
    response.end(textOf(farewell));
}

/** Between its last event and its end a stream gets nothing more. */
function write(response: ServerResponse, text: string): void {
    if (!response.writableEnded && !response.destroyed) {
        response.write(text);
    }
}

function textOf(event: WorkspaceEvent): string {
    return `data: ${JSON.stringify(event)}\n\n`;
}

function sharingEvent(share: Extract<WorkspaceEvent, { type: 'sharing' }>['share'], manages: boolean): WorkspaceEvent {
    return { type: 'sharing', shared: share !== undefined, ...(manages && share !== undefined ? { share } : {}) };
}
