import type { Readable } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { LongtableError } from '@longtable/common';
import { CHUNK_BYTES, type ContentWriter, type Manifest, type SnapshotContent } from '../content/snapshot-content.js';
import type { Extent } from '../tree/capture.js';
import { encodeTree, MODE_BITS, type FileEntry, type TreeEntry } from '../tree/tree-object.js';
import { checkAllowance } from '../worker/allowance.js';
import type { ImportJob } from '../worker/jobs.js';
import { ByteSource } from './byte-source.js';
import { BLOCK, decodeHeader, decodeRecords, notAnArchive, type RawHeader } from './tar-header.js';

const LONGEST_RECORDS = 1024 * 1024;
const MOST_MEMBERS = 5_000_000;

interface Folder {
    mode: number;
    mtime: number;
    readonly children: Map<string, Folder | FileEntry | { kind: 'link'; name: string; mtime: number; target: string }>;
}

const newFolder = (): Folder => ({ mode: 0o755, mtime: Date.now(), children: new Map() });

/** Reads an archive into the contents, as a snapshot. Throws `bad-request` for what would lead out of the folder. */
export async function importTar(
    content: SnapshotContent,
    job: ImportJob,
    input: Readable,
    link: { progress(done: Extent): void }
): Promise<Manifest & { folder: string }> {
    const writer = await content.writer();
    try {
        const source = new ByteSource(await uncompressed(input));
        const root = newFolder();
        const extent: Extent = { files: 0, bytes: 0 };
        const check = (): void => {
            checkSize(extent, job.largest);
            checkAllowance(writer, job.content, job);
            link.progress(extent);
        };
        for (let members = 0; ; members += 1) {
            const header = await nextMember(source);
            if (header === undefined) {
                break;
            }
            if (members > MOST_MEMBERS) {
                throw notAnArchive();
            }
            await place(root, header, source, writer, extent, check);
            check();
        }
        const { name, folder } = only(root);
        if (folder.children.size === 0) {
            throw new LongtableError(
                'bad-request',
                'The archive is empty, so there is nothing to make a workspace of.'
            );
        }
        const tree = await writeFolder(folder, writer);
        await writer.finish();
        const manifest: Manifest = {
            version: 1,
            root: tree,
            ...extent,
            addedBytes: writer.addedBytes,
            createdAt: new Date().toISOString()
        };
        await content.publish(job.id, manifest);
        return { ...manifest, folder: Buffer.from(name, 'latin1').toString('utf8') };
    } finally {
        await writer.abandon();
    }
}

/** Looks at the first bytes to see how it is compressed. */
async function uncompressed(input: Readable): Promise<AsyncIterable<Buffer>> {
    const first = await firstBytes(input);
    if (first.subarray(0, 4).equals(Buffer.from([0x28, 0xb5, 0x2f, 0xfd]))) {
        return input.pipe(createZstdDecompress());
    }
    return first.subarray(0, 2).equals(Buffer.from([0x1f, 0x8b])) ? input.pipe(createGunzip()) : input;
}

function firstBytes(input: Readable): Promise<Buffer> {
    return new Promise((resolve, reject) => {
        input.once('error', reject);
        input.once('end', () => {
            reject(notAnArchive());
        });
        input.once('readable', () => {
            const bytes = (input.read() as Buffer | null) ?? Buffer.alloc(0);
            input.removeAllListeners('end');
            input.unshift(bytes);
            resolve(bytes);
        });
    });
}

/** The next member, with what stands before it taken into account; undefined at the end. */
async function nextMember(source: ByteSource): Promise<RawHeader | undefined> {
    let records = new Map<string, string>();
    for (;;) {
        const block = await source.read(BLOCK);
        const header = block === undefined ? undefined : decodeHeader(block);
        if (header === undefined) {
            return undefined;
        }
        if (!'xgLK'.includes(header.type)) {
            const size = records.get('size');
            const mtime = records.get('mtime');
            return {
                ...header,
                path: records.get('path') ?? header.path,
                target: records.get('linkpath') ?? header.target,
                size: size === undefined ? header.size : Number(size),
                mtime: mtime === undefined ? header.mtime : Number(mtime) * 1000
            };
        }
        if (header.size > LONGEST_RECORDS) {
            throw notAnArchive();
        }
        const bytes = await source.demand(header.size);
        await source.skip((BLOCK - (header.size % BLOCK)) % BLOCK);
        switch (header.type) {
            case 'x':
                records = new Map([...records, ...decodeRecords(bytes)]);
                break;
            case 'L':
            case 'K':
                // As GNU tar writes long names.
                records.set(header.type === 'L' ? 'path' : 'linkpath', bytes.toString('latin1').replace(/\0.*$/s, ''));
                break;
            default:
                // What holds for all members says nothing that matters here.
                break;
        }
    }
}

async function place(
    root: Folder,
    header: RawHeader,
    source: ByteSource,
    writer: ContentWriter,
    extent: Extent,
    check: () => void
): Promise<void> {
    const parts = header.path.split('/').filter(part => part !== '' && part !== '.');
    if (parts.includes('..') || parts.some(part => part.length > 255) || header.path.length > 3800) {
        throw new LongtableError(
            'bad-request',
            `The archive has a member that leads out of its folder or has too long a name (${header.path.slice(0, 120)}). Nothing was kept.`
        );
    }
    const name = parts.pop();
    const { type, size } = header;
    const mode = header.mode & MODE_BITS;
    const mtime = Number.isFinite(header.mtime) ? Math.round(header.mtime * 1000) / 1000 : 0;
    if (!Number.isSafeInteger(size) || size < 0) {
        throw notAnArchive();
    }
    const padded = (BLOCK - (size % BLOCK)) % BLOCK;
    if (type === '5') {
        const folder = folderAt(root, name === undefined ? parts : [...parts, name]);
        folder.mode = mode;
        folder.mtime = mtime;
        await source.skip(size + padded);
        return;
    }
    if (name === undefined) {
        throw notAnArchive();
    }
    const parent = folderAt(root, parts);
    if (parent.children.get(name) !== undefined && 'children' in (parent.children.get(name) ?? {})) {
        throw notAnArchive();
    }
    switch (type) {
        case '0':
        case '\0':
        case '7': {
            extent.files += 1;
            extent.bytes += size;
            const chunks: string[] = [];
            for (let at = 0; at < size; at += CHUNK_BYTES) {
                chunks.push(writer.add(await source.demand(Math.min(CHUNK_BYTES, size - at))));
                check();
                if (writer.isFull) {
                    await writer.makeRoom();
                }
            }
            await source.skip(padded);
            parent.children.set(name, { kind: 'file', name, mode, mtime, size, chunks });
            return;
        }
        case '1': {
            const first = fileAt(root, header.target);
            const entry = { ...first, name, hardLink: first.hardLink ?? `t${extent.files}` };
            rename(root, header.target, { ...entry, name: first.name });
            parent.children.set(name, entry);
            extent.files += 1;
            extent.bytes += first.size;
            break;
        }
        case '2':
            parent.children.set(name, { kind: 'link', name, mtime, target: header.target });
            break;
        default:
            // Devices and pipes are no files to work on.
            break;
    }
    await source.skip(size + padded);
}

function checkSize({ bytes }: Extent, largest: number): void {
    if (bytes > largest) {
        throw new LongtableError(
            'payload-too-large',
            `The archive holds more than ${Math.floor(largest / 1024 ** 3)} GiB. Nothing was kept.`
        );
    }
}

function folderAt(root: Folder, parts: readonly string[]): Folder {
    let folder = root;
    for (const part of parts) {
        const next = folder.children.get(part) ?? newFolder();
        if (!('children' in next)) {
            // A link or file in the place of a folder: what comes below it would go where the link leads.
            throw new LongtableError(
                'bad-request',
                'The archive puts something below a file or a link, which would lead out of its folder. Nothing was kept.'
            );
        }
        folder.children.set(part, next);
        folder = next;
    }
    return folder;
}

function fileAt(root: Folder, path: string): FileEntry {
    const parts = path.split('/').filter(part => part !== '' && part !== '.');
    const name = parts.pop() ?? '';
    const found = folderAt(root, parts).children.get(name);
    if (found === undefined || 'children' in found || found.kind !== 'file') {
        throw notAnArchive();
    }
    return found;
}

function rename(root: Folder, path: string, entry: FileEntry): void {
    const parts = path.split('/').filter(part => part !== '' && part !== '.');
    parts.pop();
    folderAt(root, parts).children.set(entry.name, entry);
}

/** The one folder in the archive, or all of it when there are several things at its top. */
function only(root: Folder): { name: string; folder: Folder } {
    const [first, ...others] = root.children;
    return first !== undefined && others.length === 0 && 'children' in first[1]
        ? { name: first[0], folder: first[1] }
        : { name: 'workspace', folder: root };
}

async function writeFolder(folder: Folder, writer: ContentWriter): Promise<string> {
    const entries: TreeEntry[] = [];
    for (const [name, child] of folder.children) {
        entries.push('children' in child ? { kind: 'folder', name, tree: await writeFolder(child, writer) } : child);
    }
    if (writer.isFull) {
        await writer.makeRoom();
    }
    return writer.add(encodeTree({ mode: folder.mode, mtime: folder.mtime, entries }));
}
