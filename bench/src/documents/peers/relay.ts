import type { Peer } from '../peer.ts';
import { startProcessPeer } from './process-peer.ts';
import { connect, SocketMember } from './socket-member.ts';

/** The floor: a WebSocket server that passes every message on to the others and knows nothing of documents. */
export async function startRelay(): Promise<Peer> {
    const peer = await startProcessPeer('bare ws relay', 'relay.ts', address => new RelayMember(connect(address)));
    return { ...peer, create: () => Promise.resolve(undefined) };
}

class RelayMember extends SocketMember {
    send(update: Uint8Array): void {
        this.socket.send(update);
    }

    sendCaret(index: number): void {
        this.socket.send(JSON.stringify({ id: this.clientId, index, name: 'Somebody' }));
    }

    protected greet(): void {
        this.hasJoined();
    }

    protected onFirstMessages(): void {
        // There are none.
    }

    protected updateIn(data: Buffer): Uint8Array | undefined {
        // Carets are JSON; an update of one client begins with 1.
        return data[0] === 0x7b ? undefined : data;
    }
}
