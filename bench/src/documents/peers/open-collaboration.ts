import { webcrypto } from 'node:crypto';
import path from 'node:path';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import {
    ConnectionProvider,
    createConnection,
    Encryption,
    initializeProtocol,
    SocketIoTransportProvider,
    VERSION,
    type MessageTransport,
    type Peer as RoomPeer,
    type ProtocolBroadcastConnection
} from 'open-collaboration-protocol';
import * as sync from 'y-protocols/sync';
import { caretUpdate } from '../caret-update.ts';
import type { Content, Member, Peer } from '../peer.ts';
import { ServerProcess } from '../server-process.ts';

/** A room of the Open Collaboration Server stands for a document; who comes first is its host. */
interface Room {
    readonly id: string;
    readonly guests: RoomPeer[];
    /** Somebody has begun to type, so nobody joins any more. */
    settled: boolean;
}

/**
 * The Open Collaboration Server. It is not on npm: `bundle` is the program that its repository builds. It offers
 * socket.io over TCP alone, and passes on what clients encrypt for each other.
 */
export async function startOpenCollaboration(bundle: string): Promise<Peer> {
    initializeProtocol({ cryptoModule: webcrypto });
    const script = path.join(import.meta.dirname, '../servers/open-collaboration.ts');
    const server = await ServerProcess.start(script, [path.resolve(bundle)]);
    const url = `http://127.0.0.1:${server.greeting.split(' ')[1] ?? ''}`;
    // Making one takes a second, and what it is does not matter to the time that anything else takes.
    const keys = await Encryption.generateKeyPair();
    const rooms = new Map<string, Room>();
    return {
        name: 'Open Collaboration 0.3.1',
        processes: [server.pid],
        inspector: server.inspector,
        create: () => Promise.reject(new Error('The Open Collaboration Server keeps no documents.')),
        join: async document => {
            const provider = new ConnectionProvider({
                url,
                fetch,
                transports: [SocketIoTransportProvider],
                authenticationHandler: token => logIn(url, token)
            });
            let room = rooms.get(document);
            if (room === undefined) {
                const { roomId, roomToken } = await provider.createRoom({});
                room = { id: roomId, guests: [], settled: false };
                rooms.set(document, room);
                const member = new OpenCollaborationMember(url, roomToken, keys, room, undefined);
                await member.welcome();
                return member;
            }
            const { roomToken, host } = await provider.joinRoom({ roomId: room.id });
            const member = new OpenCollaborationMember(url, roomToken, keys, room, host);
            await member.joined.promise;
            return member;
        },
        dispose: () => server.dispose()
    };
}

async function logIn(url: string, token: string): Promise<boolean> {
    const response = await fetch(`${url}/api/login/simple`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ token, user: 'Somebody' })
    });
    return response.ok;
}

class OpenCollaborationMember implements Member {
    readonly clientId = 1 + Math.floor(Math.random() * 0xff_ff_ff_fe);
    readonly content: Content[] = [];
    readonly joinedAfter = Number.NaN;
    readonly joined = Promise.withResolvers<true>();
    received = 0;
    onUpdate: ((update: Uint8Array) => void) | undefined;
    private readonly connection: ProtocolBroadcastConnection;
    private carets = 0;

    constructor(
        url: string,
        token: string,
        keys: { readonly privateKey: string; readonly publicKey: string },
        private readonly room: Room,
        host: RoomPeer | undefined
    ) {
        const transport = SocketIoTransportProvider.createTransport(url, {
            'x-oct-jwt': token,
            'x-oct-public-key': keys.publicKey,
            'x-oct-client': 'bench',
            'x-oct-compression': 'none'
        });
        this.connection = createConnection({
            privateKey: keys.privateKey,
            transport: this.sparing(transport),
            ...(host === undefined ? {} : { host })
        });
        this.connection.peer.onInfo(() => undefined);
        this.connection.peer.onInit(() => this.joined.resolve(true));
        this.connection.sync.onDataUpdate((_, data) => {
            const decoder = decoding.createDecoder(data);
            if (decoding.readVarUint(decoder) !== sync.messageYjsSyncStep1) {
                this.onUpdate?.(decoding.readVarUint8Array(decoder));
            }
        });
        this.connection.sync.onAwarenessUpdate(() => undefined);
    }

    /** As the host: lets everybody in and tells them who is there. */
    async welcome(): Promise<void> {
        const own = Promise.withResolvers<RoomPeer>();
        const workspace = { name: 'bench', folders: [] };
        this.connection.peer.onInfo((_, peer) => own.resolve(peer));
        this.connection.peer.onJoinRequest(() => ({ workspace }));
        const host = await own.promise;
        this.connection.room.onJoin((_, peer) => {
            const guests = [...this.room.guests];
            this.room.guests.push(peer);
            void this.connection.peer.init(peer.id, {
                protocol: VERSION,
                host,
                guests,
                permissions: { readonly: false },
                capabilities: {},
                workspace
            });
        });
    }

    send(update: Uint8Array): void {
        this.room.settled = true;
        void this.connection.sync.dataUpdate(encoding.encode(encoder => sync.writeUpdate(encoder, update)));
    }

    sendCaret(index: number): void {
        void this.connection.sync.awarenessUpdate(
            encoding.encode(encoder =>
                encoding.writeVarUint8Array(encoder, caretUpdate(this.clientId, ++this.carets, index))
            )
        );
    }

    close(): void {
        this.connection.dispose();
    }

    /** Who does not watch does not decrypt: that work is its own machine's. */
    private sparing(transport: MessageTransport): MessageTransport {
        return Object.assign(Object.create(transport) as MessageTransport, {
            read: (callback: (data: Uint8Array) => void) => {
                transport.read(data => {
                    this.received += data.byteLength;
                    if (!this.room.settled || this.onUpdate !== undefined) {
                        callback(data);
                    }
                });
            }
        });
    }
}
