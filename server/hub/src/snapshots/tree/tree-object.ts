import { z } from 'zod';
import { damaged, type ChunkHash, type ContentReader, type Walk } from '../content/snapshot-content.js';

/**
 * Something in a folder. Names and targets are bytes, each as one character (latin1), because Linux asks for no
 * encoding. `mtime` is in milliseconds since 1970, to the microsecond; `mode` holds the bits that `chmod` sets
 * but those that change who a program runs as.
 */
export type TreeEntry = FileEntry | FolderEntry | LinkEntry;

export interface FileEntry {
    readonly kind: 'file';
    readonly name: string;
    readonly mode: number;
    readonly mtime: number;
    readonly size: number;
    readonly chunks: readonly ChunkHash[];
    /** The same for all names of one file, where it has several. */
    readonly hardLink?: string;
}

export interface FolderEntry {
    readonly kind: 'folder';
    readonly name: string;
    readonly tree: ChunkHash;
}

export interface LinkEntry {
    readonly kind: 'link';
    readonly name: string;
    readonly mtime: number;
    readonly target: string;
}

/** A folder as a chunk. */
export interface TreeObject {
    readonly mode: number;
    readonly mtime: number;
    readonly entries: readonly TreeEntry[];
}

const Name = z
    .string()
    // eslint-disable-next-line no-control-regex -- names are bytes; only a slash and zero cannot be in one
    .regex(/^[^/\u0000\u0100-\uffff]{1,255}$/)
    .refine(name => name !== '.' && name !== '..');
export const MODE_BITS = 0o1777;
const Mode = z.number().int().min(0).max(MODE_BITS);
const Time = z.number();
const Row = z.union([
    z.tuple([z.literal('f'), Name, Mode, Time, z.number().int().nonnegative(), z.array(z.string())]),
    z.tuple([z.literal('f'), Name, Mode, Time, z.number().int().nonnegative(), z.array(z.string()), z.string()]),
    z.tuple([z.literal('d'), Name, z.string()]),
    // eslint-disable-next-line no-control-regex -- as above
    z.tuple([z.literal('l'), Name, Time, z.string().regex(/^[^\u0000\u0100-\uffff]{1,4095}$/)])
]);
const Rows = z.tuple([Mode, Time, z.array(Row)]);

export function encodeTree({ mode, mtime, entries }: TreeObject): Buffer {
    const rows = [...entries].sort((one, other) => (one.name < other.name ? -1 : 1)).map(rowOf);
    return Buffer.from(JSON.stringify([mode, mtime, rows]));
}

/** Throws `snapshot-damaged` for what no capture makes, such as the same name twice. */
export function decodeTree(bytes: Uint8Array): TreeObject {
    let parsed: z.infer<typeof Rows>;
    try {
        parsed = Rows.parse(JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString()));
    } catch (error) {
        throw damaged(error);
    }
    const [mode, mtime, rows] = parsed;
    const entries = rows.map(entryOf);
    if (new Set(entries.map(({ name }) => name)).size !== entries.length) {
        throw damaged();
    }
    return { mode, mtime, entries };
}

/** The tree object of a hash. */
export async function readTree(reader: ContentReader, hash: ChunkHash): Promise<TreeObject> {
    return decodeTree(await reader.read(hash));
}

/** Goes through all chunks of a snapshot. */
export const walkTree: Walk = async ({ root, session }, reader, visit) => {
    if (session !== undefined) {
        visit(session, false);
    }
    const pending = [root];
    for (let hash = pending.pop(); hash !== undefined; hash = pending.pop()) {
        if (!visit(hash, true)) {
            continue;
        }
        for (const entry of (await readTree(reader, hash)).entries) {
            if (entry.kind === 'folder') {
                pending.push(entry.tree);
            } else if (entry.kind === 'file') {
                for (const chunk of entry.chunks) {
                    visit(chunk, false);
                }
            }
        }
    }
};

function rowOf(entry: TreeEntry): z.infer<typeof Row> {
    const { name } = entry;
    switch (entry.kind) {
        case 'file':
            return entry.hardLink === undefined
                ? ['f', name, entry.mode, entry.mtime, entry.size, [...entry.chunks]]
                : ['f', name, entry.mode, entry.mtime, entry.size, [...entry.chunks], entry.hardLink];
        case 'folder':
            return ['d', name, entry.tree];
        case 'link':
            return ['l', name, entry.mtime, entry.target];
    }
}

function entryOf(row: z.infer<typeof Row>): TreeEntry {
    switch (row[0]) {
        case 'f': {
            const [, name, mode, mtime, size, chunks, hardLink] = row;
            return { kind: 'file', name, mode, mtime, size, chunks, ...(hardLink === undefined ? {} : { hardLink }) };
        }
        case 'd':
            return { kind: 'folder', name: row[1], tree: row[2] };
        case 'l':
            return { kind: 'link', name: row[1], mtime: row[2], target: row[3] };
    }
}
