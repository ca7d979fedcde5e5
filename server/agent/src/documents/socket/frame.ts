import { serverMessagePieces, type ServerMessage } from '@longtable/common/documents';

const FINAL_BINARY = 0x82;

/**
 * A message as one WebSocket frame (RFC 6455, section 5.2; what a server sends is not masked), built once for all who
 * receive it.
 */
export function frameOf(message: ServerMessage): Buffer {
    const pieces = serverMessagePieces(message);
    const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
    const header = length < 126 ? 2 : length < 0x10000 ? 4 : 10;
    const frame = Buffer.allocUnsafe(header + length);
    frame[0] = FINAL_BINARY;
    if (header === 2) {
        frame[1] = length;
    } else if (header === 4) {
        frame[1] = 126;
        frame.writeUInt16BE(length, 2);
    } else {
        frame[1] = 127;
        frame.writeBigUInt64BE(BigInt(length), 2);
    }
    let at = header;
    for (const piece of pieces) {
        frame.set(piece, at);
        at += piece.length;
    }
    return frame;
}
