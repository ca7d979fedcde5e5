import { describe, expect, test } from 'vitest';
import {
    decodeClientMessage,
    decodeServerMessage,
    encodeClientMessage,
    encodeServerMessage,
    type ClientMessage,
    type ServerMessage
} from './wire.js';

const bytes = (length: number) => Uint8Array.from({ length }, (_, index) => index % 251);

describe('What the agent sends is read as it was written:', () => {
    const messages: ServerMessage[] = [
        { type: 'update', document: 1, update: bytes(20) },
        { type: 'update', document: 127, update: bytes(127) },
        { type: 'update', document: 128, update: bytes(128) },
        { type: 'update', document: 2 ** 32 - 1, update: bytes(70_000) },
        { type: 'update', document: 300, update: bytes(0) },
        {
            type: 'opened',
            request: 7,
            document: 300,
            epoch: 'epoch',
            clientId: 2 ** 32 - 1,
            readOnly: true,
            stateVector: bytes(3),
            snapshot: bytes(70_000),
            tail: [bytes(1), bytes(200)],
            previous: bytes(2),
            metadata: { path: 'a/ü.txt', encoding: 'utf8', lineEnd: 'lf', dirty: true, onDisk: true }
        },
        {
            type: 'metadata',
            document: 300,
            metadata: { path: 'a.txt', encoding: 'utf16le', lineEnd: 'crlf', dirty: false, onDisk: true }
        },
        {
            type: 'metadata',
            document: 3,
            metadata: {
                path: 'b',
                encoding: 'utf8bom',
                lineEnd: 'lf',
                dirty: true,
                onDisk: false,
                problem: 'The disk is “full”.'
            }
        },
        { type: 'carets', document: 300, update: bytes(40) },
        { type: 'acknowledged', document: 300, sequence: 200 }
    ];
    test.each(messages)('$type', message => {
        expect(decodeServerMessage(encodeServerMessage(message))).toEqual(message);
    });
});

describe('What a replica sends is read as it was written:', () => {
    const messages: ClientMessage[] = [
        { type: 'update', document: 1, sequence: 0, update: bytes(20) },
        { type: 'update', document: 128, sequence: 127, update: bytes(128) },
        { type: 'update', document: 2 ** 32 - 1, sequence: 2 ** 40, update: bytes(70_000) },
        { type: 'update', document: 300, sequence: 300, update: bytes(0) },
        { type: 'open', request: 1, path: 'a/ü.txt', epoch: 'epoch', stateVector: bytes(3) },
        { type: 'caret', document: 300, caret: '{}' },
        { type: 'save', request: 200, document: 300, stateVector: bytes(200) }
    ];
    test.each(messages)('$type', message => {
        expect(decodeClientMessage(encodeClientMessage(message))).toEqual(message);
    });

    test('and what is cut off, or claims more than there is, is none', () => {
        const whole = encodeClientMessage({ type: 'update', document: 1, sequence: 1, update: bytes(20) });
        for (let length = 0; length < whole.length; length++) {
            // With the bytes of others after it.
            expect(() => decodeClientMessage(whole.subarray(0, length)), `${length} bytes`).toThrow();
        }
    });
});
