import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import type { CoAuthor } from '../commit-identity.js';
import type { DocumentMetadata, DocumentFormat } from './metadata.js';

/**
 * What a replica sends, one binary WebSocket message each. `request` is a number of the sender's choice that the answer
 * repeats; `document` is the number that `opened` told. Updates are Yjs updates of format 1, state vectors as Yjs encodes them.
 */
export type ClientMessage =
    /** A replica that was here before tells its epoch and state vector, and gets what it lacks. */
    | {
          readonly type: 'open';
          readonly request: number;
          readonly path: string;
          readonly epoch: string | undefined;
          readonly stateVector: Uint8Array | undefined;
      }
    | { readonly type: 'close'; readonly document: number }
    /** `sequence` counts up per connection and document; acknowledgements name the highest that is safe. */
    | { readonly type: 'update'; readonly document: number; readonly sequence: number; readonly update: Uint8Array }
    /** Where the caret is, a {@link CaretReport} as JSON; empty when it has left the document. */
    | { readonly type: 'caret'; readonly document: number; readonly caret: string }
    | { readonly type: 'save'; readonly request: number; readonly document: number; readonly stateVector: Uint8Array }
    | { readonly type: 'revert'; readonly request: number; readonly document: number }
    | { readonly type: 'format'; readonly request: number; readonly document: number; readonly format: DocumentFormat }
    | { readonly type: 'renamed'; readonly request: number; readonly from: string; readonly to: string }
    /** Whether what this tab types is to be written to disk by itself; it is when nothing was said. */
    | { readonly type: 'auto-save'; readonly on: boolean }
    /** Asks who else has typed in what is staged. */
    | { readonly type: 'co-authors'; readonly request: number };

/** What the agent sends. A message about a document is the same bytes for everybody who has it open. */
export type ServerMessage =
    | {
          readonly type: 'opened';
          readonly request: number;
          readonly document: number;
          readonly epoch: string;
          /** The client id under which this replica is to write from now on. */
          readonly clientId: number;
          readonly readOnly: boolean;
          /** What the agent has, so that the replica can send what it lacks; empty for one that comes for the first time. */
          readonly stateVector: Uint8Array;
          /**
           * The whole document as a Yjs update of format 2; empty when the replica continues, whose tail then is one
           * update with what it lacks and everything that was ever deleted.
           */
          readonly snapshot: Uint8Array;
          readonly tail: readonly Uint8Array[];
          /** The last state vector of the epoch that the replica came with, if it is known and another one than this. */
          readonly previous: Uint8Array | undefined;
          readonly metadata: DocumentMetadata;
      }
    | { readonly type: 'update'; readonly document: number; readonly update: Uint8Array }
    | { readonly type: 'acknowledged'; readonly document: number; readonly sequence: number }
    /** An awareness update of y-protocols whose states are {@link CaretState}s that the agent has stamped. */
    | { readonly type: 'carets'; readonly document: number; readonly update: Uint8Array }
    | { readonly type: 'metadata'; readonly document: number; readonly metadata: DocumentMetadata }
    /** The document is no longer this one; a replica that still wants it opens it again. */
    | { readonly type: 'ended'; readonly document: number; readonly reason: EndReason; readonly message: string }
    | { readonly type: 'done'; readonly request: number }
    | { readonly type: 'co-authors'; readonly request: number; readonly coAuthors: readonly CoAuthor[] }
    | { readonly type: 'refused'; readonly request: number; readonly code: string; readonly message: string };

export type EndReason = 'epoch' | 'removed';

const clientTypes = [
    'open',
    'close',
    'update',
    'caret',
    'save',
    'revert',
    'format',
    'renamed',
    'auto-save',
    'co-authors'
] as const;
const serverTypes = [
    'opened',
    'update',
    'acknowledged',
    'carets',
    'metadata',
    'ended',
    'done',
    'refused',
    'co-authors'
] as const;

export function encodeClientMessage(message: ClientMessage): Uint8Array {
    if (message.type === 'update') {
        const { document, sequence, update } = message;
        return joined([varUints(clientTypes.indexOf('update'), document, sequence, update.length), update]);
    }
    return encoding.encode(encoder => {
        encoding.writeVarUint(encoder, clientTypes.indexOf(message.type));
        switch (message.type) {
            case 'open':
                encoding.writeVarUint(encoder, message.request);
                encoding.writeVarString(encoder, message.path);
                encoding.writeVarString(encoder, message.epoch ?? '');
                encoding.writeVarUint8Array(encoder, message.stateVector ?? new Uint8Array());
                return;
            case 'close':
                encoding.writeVarUint(encoder, message.document);
                return;
            case 'caret':
                encoding.writeVarUint(encoder, message.document);
                encoding.writeVarString(encoder, message.caret);
                return;
            case 'save':
                encoding.writeVarUint(encoder, message.request);
                encoding.writeVarUint(encoder, message.document);
                encoding.writeVarUint8Array(encoder, message.stateVector);
                return;
            case 'revert':
                encoding.writeVarUint(encoder, message.request);
                encoding.writeVarUint(encoder, message.document);
                return;
            case 'format':
                encoding.writeVarUint(encoder, message.request);
                encoding.writeVarUint(encoder, message.document);
                encoding.writeVarString(encoder, JSON.stringify(message.format));
                return;
            case 'renamed':
                encoding.writeVarUint(encoder, message.request);
                encoding.writeVarString(encoder, message.from);
                encoding.writeVarString(encoder, message.to);
                return;
            case 'auto-save':
                encoding.writeVarUint(encoder, message.on ? 1 : 0);
                return;
            case 'co-authors':
                encoding.writeVarUint(encoder, message.request);
        }
    });
}

/** Reads a message of a replica. Throws on anything that is none; `format` and `caret` hold JSON yet to be checked. */
export function decodeClientMessage(bytes: Uint8Array): ClientMessage {
    const decoder = decoding.createDecoder(bytes);
    const message = readClientMessage(decoder);
    if (decoding.hasContent(decoder)) {
        throw new Error('The message is longer than what it says.');
    }
    return message;
}

function readClientMessage(decoder: decoding.Decoder): ClientMessage {
    const type = known(clientTypes[decoding.readVarUint(decoder)]);
    switch (type) {
        case 'open': {
            const request = decoding.readVarUint(decoder);
            const path = decoding.readVarString(decoder);
            const epoch = decoding.readVarString(decoder);
            const stateVector = decoding.readVarUint8Array(decoder);
            return {
                type,
                request,
                path,
                epoch: epoch === '' ? undefined : epoch,
                stateVector: optional(stateVector)
            };
        }
        case 'close':
            return { type, document: decoding.readVarUint(decoder) };
        case 'update':
            return {
                type,
                document: decoding.readVarUint(decoder),
                sequence: decoding.readVarUint(decoder),
                update: decoding.readVarUint8Array(decoder)
            };
        case 'caret':
            return { type, document: decoding.readVarUint(decoder), caret: decoding.readVarString(decoder) };
        case 'save':
            return {
                type,
                request: decoding.readVarUint(decoder),
                document: decoding.readVarUint(decoder),
                stateVector: decoding.readVarUint8Array(decoder)
            };
        case 'revert':
            return { type, request: decoding.readVarUint(decoder), document: decoding.readVarUint(decoder) };
        case 'format':
            return {
                type,
                request: decoding.readVarUint(decoder),
                document: decoding.readVarUint(decoder),
                format: JSON.parse(decoding.readVarString(decoder)) as DocumentFormat
            };
        case 'renamed':
            return {
                type,
                request: decoding.readVarUint(decoder),
                from: decoding.readVarString(decoder),
                to: decoding.readVarString(decoder)
            };
        case 'auto-save':
            return { type, on: decoding.readVarUint(decoder) === 1 };
        case 'co-authors':
            return { type, request: decoding.readVarUint(decoder) };
    }
}

/**
 * A message of the agent in pieces, to be sent one after the other: what is large in it is not copied on the way, and the
 * update, of which there is one for every key of everybody, takes no encoder.
 */
export function serverMessagePieces(message: ServerMessage): readonly ArrayLike<number>[] {
    switch (message.type) {
        case 'update':
            return [varUints(serverTypes.indexOf('update'), message.document, message.update.length), message.update];
        case 'opened':
            return openedPieces(message);
        default:
            return [encodeSmallMessage(message)];
    }
}

export function encodeServerMessage(message: ServerMessage): Uint8Array {
    return joined(serverMessagePieces(message));
}

function joined(pieces: readonly ArrayLike<number>[]): Uint8Array {
    const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const piece of pieces) {
        whole.set(piece, at);
        at += piece.length;
    }
    return whole;
}

/** Numbers as lib0 writes them, without an encoder, which is made for more than the few bytes before an update. */
function varUints(...values: readonly number[]): number[] {
    const bytes: number[] = [];
    for (const value of values) {
        let rest = value;
        for (; rest > 0x7f; rest = Math.floor(rest / 0x80)) {
            bytes.push(0x80 | (rest % 0x80));
        }
        bytes.push(rest);
    }
    return bytes;
}

function openedPieces(message: Extract<ServerMessage, { type: 'opened' }>): readonly Uint8Array[] {
    const before = encoding.encode(encoder => {
        encoding.writeVarUint(encoder, serverTypes.indexOf('opened'));
        encoding.writeVarUint(encoder, message.request);
        encoding.writeVarUint(encoder, message.document);
        encoding.writeVarString(encoder, message.epoch);
        encoding.writeVarUint(encoder, message.clientId);
        encoding.writeVarUint(encoder, message.readOnly ? 1 : 0);
        encoding.writeVarUint8Array(encoder, message.stateVector);
        encoding.writeVarUint(encoder, message.snapshot.length);
    });
    const after = encoding.encode(encoder => {
        encoding.writeVarUint(encoder, message.tail.length);
        for (const update of message.tail) {
            encoding.writeVarUint8Array(encoder, update);
        }
        encoding.writeVarUint8Array(encoder, message.previous ?? new Uint8Array());
        writeMetadata(encoder, message.metadata);
    });
    return [before, message.snapshot, after];
}

function encodeSmallMessage(message: Exclude<ServerMessage, { type: 'update' | 'opened' }>): Uint8Array {
    return encoding.encode(encoder => {
        encoding.writeVarUint(encoder, serverTypes.indexOf(message.type));
        switch (message.type) {
            case 'carets':
                encoding.writeVarUint(encoder, message.document);
                encoding.writeVarUint8Array(encoder, message.update);
                return;
            case 'acknowledged':
                encoding.writeVarUint(encoder, message.document);
                encoding.writeVarUint(encoder, message.sequence);
                return;
            case 'metadata':
                encoding.writeVarUint(encoder, message.document);
                writeMetadata(encoder, message.metadata);
                return;
            case 'ended':
                encoding.writeVarUint(encoder, message.document);
                encoding.writeVarString(encoder, message.reason);
                encoding.writeVarString(encoder, message.message);
                return;
            case 'done':
                encoding.writeVarUint(encoder, message.request);
                return;
            case 'refused':
                encoding.writeVarUint(encoder, message.request);
                encoding.writeVarString(encoder, message.code);
                encoding.writeVarString(encoder, message.message);
                return;
            case 'co-authors':
                encoding.writeVarUint(encoder, message.request);
                encoding.writeVarString(encoder, JSON.stringify(message.coAuthors));
        }
    });
}

/** Reads a message of the agent. Throws on anything that is none. */
export function decodeServerMessage(bytes: Uint8Array): ServerMessage {
    const decoder = decoding.createDecoder(bytes);
    const type = known(serverTypes[decoding.readVarUint(decoder)]);
    switch (type) {
        case 'opened': {
            const request = decoding.readVarUint(decoder);
            const document = decoding.readVarUint(decoder);
            const epoch = decoding.readVarString(decoder);
            const clientId = decoding.readVarUint(decoder);
            const readOnly = decoding.readVarUint(decoder) === 1;
            const stateVector = decoding.readVarUint8Array(decoder);
            const snapshot = decoding.readVarUint8Array(decoder);
            const tail = Array.from({ length: decoding.readVarUint(decoder) }, () =>
                decoding.readVarUint8Array(decoder)
            );
            const previous = optional(decoding.readVarUint8Array(decoder));
            const metadata = readMetadata(decoder);
            return {
                type,
                request,
                document,
                epoch,
                clientId,
                readOnly,
                stateVector,
                snapshot,
                tail,
                previous,
                metadata
            };
        }
        case 'update':
        case 'carets':
            return {
                type,
                document: decoding.readVarUint(decoder),
                update: decoding.readVarUint8Array(decoder)
            };
        case 'acknowledged':
            return { type, document: decoding.readVarUint(decoder), sequence: decoding.readVarUint(decoder) };
        case 'metadata':
            return {
                type,
                document: decoding.readVarUint(decoder),
                metadata: readMetadata(decoder)
            };
        case 'ended':
            return {
                type,
                document: decoding.readVarUint(decoder),
                reason: decoding.readVarString(decoder) as EndReason,
                message: decoding.readVarString(decoder)
            };
        case 'done':
            return { type, request: decoding.readVarUint(decoder) };
        case 'refused':
            return {
                type,
                request: decoding.readVarUint(decoder),
                code: decoding.readVarString(decoder),
                message: decoding.readVarString(decoder)
            };
        case 'co-authors':
            return {
                type,
                request: decoding.readVarUint(decoder),
                coAuthors: JSON.parse(decoding.readVarString(decoder)) as CoAuthor[]
            };
    }
}

/** What is set of it is one number: everybody who joins gets it, and most of it is yes or no. */
const DIRTY = 1;
const ON_DISK = 2;
const CRLF = 4;
const PROBLEM = 8;

function writeMetadata(encoder: encoding.Encoder, metadata: DocumentMetadata): void {
    const { path, encoding: name, lineEnd, dirty, onDisk, problem } = metadata;
    const set = [dirty && DIRTY, onDisk && ON_DISK, lineEnd === 'crlf' && CRLF, problem !== undefined && PROBLEM];
    encoding.writeVarUint(
        encoder,
        set.reduce<number>((flags, flag) => flags | Number(flag), 0)
    );
    encoding.writeVarString(encoder, path);
    encoding.writeVarString(encoder, name);
    if (problem !== undefined) {
        encoding.writeVarString(encoder, problem);
    }
}

function readMetadata(decoder: decoding.Decoder): DocumentMetadata {
    const flags = decoding.readVarUint(decoder);
    return {
        path: decoding.readVarString(decoder),
        encoding: decoding.readVarString(decoder),
        lineEnd: flags & CRLF ? 'crlf' : 'lf',
        dirty: (flags & DIRTY) !== 0,
        onDisk: (flags & ON_DISK) !== 0,
        ...(flags & PROBLEM ? { problem: decoding.readVarString(decoder) } : {})
    };
}

function known<T>(type: T | undefined): T {
    if (type === undefined) {
        throw new Error('The type of the message is not known.');
    }
    return type;
}

function optional(bytes: Uint8Array): Uint8Array | undefined {
    return bytes.length === 0 ? undefined : bytes;
}
