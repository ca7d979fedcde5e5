import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import * as sync from 'y-protocols/sync';
import * as Y from 'yjs';
import { caretUpdate } from '../caret-update.ts';
import type { Peer } from '../peer.ts';
import { startProcessPeer } from './process-peer.ts';
import { connect, SocketMember } from './socket-member.ts';

const SYNC = 0;
const AWARENESS = 1;

/** The server that comes with y-websocket, without persistence. */
export function startYWebsocket(): Promise<Peer> {
    return startProcessPeer('y-websocket 2.1.0', 'y-websocket.ts', address => new YWebsocketMember(connect(address)));
}

class YWebsocketMember extends SocketMember {
    private carets = 0;

    send(update: Uint8Array): void {
        this.socket.send(
            encoding.encode(encoder => {
                encoding.writeVarUint(encoder, SYNC);
                sync.writeUpdate(encoder, update);
            })
        );
    }

    sendCaret(index: number): void {
        this.socket.send(
            encoding.encode(encoder => {
                encoding.writeVarUint(encoder, AWARENESS);
                encoding.writeVarUint8Array(encoder, caretUpdate(this.clientId, ++this.carets, index));
            })
        );
    }

    protected greet(): void {
        this.socket.send(
            encoding.encode(encoder => {
                encoding.writeVarUint(encoder, SYNC);
                sync.writeSyncStep1(encoder, new Y.Doc());
            })
        );
    }

    protected onFirstMessages(data: Buffer): void {
        const decoder = decoding.createDecoder(data);
        if (decoding.readVarUint(decoder) === SYNC) {
            const step = decoding.readVarUint(decoder);
            if (step !== sync.messageYjsSyncStep1) {
                this.content.push({ format: 1, update: decoding.readVarUint8Array(decoder) });
            }
            if (step === sync.messageYjsSyncStep2) {
                this.hasJoined();
            }
        }
    }

    protected updateIn(data: Buffer): Uint8Array | undefined {
        const decoder = decoding.createDecoder(data);
        if (decoding.readVarUint(decoder) !== SYNC || decoding.readVarUint(decoder) === sync.messageYjsSyncStep1) {
            return undefined;
        }
        return decoding.readVarUint8Array(decoder);
    }
}
