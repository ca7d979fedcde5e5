import type { UserId } from '@longtable/common';
import type { FileIdentity } from '../disk/file-stamp.js';
import type { TextFormat } from '../text-file.js';

// A static import would load it when the agent starts, wherever it is written (see bundle.mjs).
const { crc32 } = process.getBuiltinModule('node:zlib');

/** What is known of the bytes of a file, and which position of the history has their text. */
export interface KnownFile {
    readonly position: number;
    /** Hash of the bytes that are there. */
    readonly hash: string;
    /** Hash of the bytes as the agent would write them; another one where lines end in different ways. */
    readonly plain: string;
    readonly format: TextFormat;
    /** Its text, where the history at the position has another one. */
    readonly text?: string | undefined;
    /** Which file it is, should it have another path at the next start. */
    readonly identity?: FileIdentity | undefined;
}

/** What a journal is made of. Updates come in the order in which they were applied. */
export type JournalRecord =
    | { readonly kind: 'header'; readonly version: 1; readonly path: string; readonly epoch: string }
    | { readonly kind: 'client'; readonly id: number; readonly userId: UserId }
    | { readonly kind: 'snapshot'; readonly position: number; readonly snapshot: Uint8Array }
    /** A change that is written to the file by itself. */
    | { readonly kind: 'update'; readonly update: Uint8Array }
    /** A change that waits for an explicit save. */
    | { readonly kind: 'held'; readonly update: Uint8Array }
    /** A change that was made to the file: it comes before everything that the file did not hold by then. */
    | { readonly kind: 'disk'; readonly update: Uint8Array }
    /** The file is about to be replaced by these bytes, which are in `temporary` until they are in place. */
    | { readonly kind: 'flushing'; readonly file: KnownFile; readonly temporary: string }
    /** The file holds these bytes, because it was written or looked at. */
    | { readonly kind: 'known'; readonly file: KnownFile }
    | { readonly kind: 'moved'; readonly path: string }
    /** How the file is to be written the next time. */
    | { readonly kind: 'format'; readonly format: TextFormat }
    /** Records of which one must not be kept without the others. */
    | { readonly kind: 'together'; readonly records: readonly JournalRecord[] };

const kinds = [
    'header',
    'client',
    'snapshot',
    'update',
    'held',
    'disk',
    'flushing',
    'known',
    'moved',
    'format',
    'together'
] as const satisfies JournalRecord['kind'][];

/** Length, the same once more as a check (a cut leaves no wrong length, damage may), checksum of what follows. */
const HEAD = 12;
const CHECK = 0x4c_54_4a_31;

/** The bytes of a record in a journal. */
export function encodeRecord(record: JournalRecord): Buffer {
    const payload = payloadOf(record);
    const bytes = Buffer.allocUnsafe(HEAD + 1 + payload.length);
    bytes.writeUInt32LE(payload.length + 1, 0);
    bytes.writeUInt32LE((payload.length + 1) ^ CHECK, 4);
    bytes[HEAD] = kinds.indexOf(record.kind);
    bytes.set(payload, HEAD + 1);
    bytes.writeUInt32LE(crc32(bytes.subarray(HEAD)), 8);
    return bytes;
}

function payloadOf(record: JournalRecord): Uint8Array {
    switch (record.kind) {
        case 'update':
        case 'held':
        case 'disk':
            return record.update;
        case 'snapshot': {
            const position = Buffer.alloc(8);
            position.writeDoubleLE(record.position);
            return Buffer.concat([position, record.snapshot]);
        }
        case 'header':
        case 'client':
        case 'flushing':
        case 'known':
        case 'moved':
        case 'format':
            return Buffer.from(JSON.stringify(record));
        case 'together':
            return Buffer.concat(record.records.map(encodeRecord));
    }
}

/** Reads a journal. One that was cut off in its last record is read up to there; throws on one that is damaged. */
export function* decodeRecords(bytes: Buffer): Generator<JournalRecord> {
    let at = 0;
    while (at + HEAD <= bytes.length) {
        const length = bytes.readUInt32LE(at);
        if ((length ^ CHECK) >>> 0 !== bytes.readUInt32LE(at + 4) || length === 0) {
            if (bytes.subarray(at).every(byte => byte === 0)) {
                // A machine that lost its power may leave room that was never written.
                return;
            }
            throw new Error(`The journal is damaged at byte ${at}.`);
        }
        const end = at + HEAD + length;
        if (end > bytes.length) {
            return;
        }
        const body = bytes.subarray(at + HEAD, end);
        if (crc32(body) !== bytes.readUInt32LE(at + 8)) {
            if (end === bytes.length) {
                return;
            }
            throw new Error(`The journal is damaged at byte ${at}.`);
        }
        yield recordOf(body);
        at = end;
    }
}

function recordOf(body: Buffer): JournalRecord {
    const kind: JournalRecord['kind'] | undefined = kinds[body[0] ?? kinds.length];
    // A copy of its own, because the bytes of the whole journal would otherwise stay in memory.
    const payload = new Uint8Array(body.subarray(1));
    switch (kind) {
        case 'update':
        case 'held':
        case 'disk':
            return { kind, update: payload };
        case 'snapshot':
            return { kind, position: body.readDoubleLE(1), snapshot: payload.slice(8) };
        case 'header':
        case 'client':
        case 'flushing':
        case 'known':
        case 'moved':
        case 'format':
            return JSON.parse(Buffer.from(payload).toString()) as JournalRecord;
        case 'together':
            return { kind, records: [...decodeRecords(Buffer.from(payload))] };
        default:
            throw new Error('The journal was written by a later version.');
    }
}
