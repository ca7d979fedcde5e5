import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import * as sync from 'y-protocols/sync';
import * as Y from 'yjs';
import type { WebSocket } from 'ws';
import { caretUpdate } from '../caret-update.ts';
import type { Peer } from '../peer.ts';
import { startProcessPeer } from './process-peer.ts';
import { connect, SocketMember } from './socket-member.ts';

const SYNC = 0;
const AWARENESS = 1;
const AUTHENTICATION = 2;
const TOKEN = 0;

/** Hocuspocus without extensions, so that nothing is stored. */
export function startHocuspocus(): Promise<Peer> {
    return startProcessPeer(
        'Hocuspocus 4.7.0',
        'hocuspocus.ts',
        (address, document) => new HocuspocusMember(connect(address), document)
    );
}

class HocuspocusMember extends SocketMember {
    private carets = 0;

    constructor(
        socket: WebSocket,
        private readonly document: string
    ) {
        super(socket);
    }

    send(update: Uint8Array): void {
        this.message(SYNC, encoder => sync.writeUpdate(encoder, update));
    }

    sendCaret(index: number): void {
        this.message(AWARENESS, encoder =>
            encoding.writeVarUint8Array(encoder, caretUpdate(this.clientId, ++this.carets, index))
        );
    }

    protected greet(): void {
        this.message(AUTHENTICATION, encoder => {
            encoding.writeVarUint(encoder, TOKEN);
            encoding.writeVarString(encoder, 'token');
            encoding.writeVarString(encoder, '4.7.0');
        });
        this.message(SYNC, encoder => sync.writeSyncStep1(encoder, new Y.Doc()));
    }

    protected onFirstMessages(data: Buffer): void {
        const update = this.updateIn(data);
        if (update !== undefined) {
            this.content.push({ format: 1, update });
            this.hasJoined();
        }
    }

    protected updateIn(data: Buffer): Uint8Array | undefined {
        const decoder = decoding.createDecoder(data);
        decoding.readVarString(decoder);
        if (decoding.readVarUint(decoder) !== SYNC || decoding.readVarUint(decoder) === sync.messageYjsSyncStep1) {
            return undefined;
        }
        return decoding.readVarUint8Array(decoder);
    }

    private message(type: number, write: (encoder: encoding.Encoder) => void): void {
        this.socket.send(
            encoding.encode(encoder => {
                encoding.writeVarString(encoder, this.document);
                encoding.writeVarUint(encoder, type);
                write(encoder);
            })
        );
    }
}
