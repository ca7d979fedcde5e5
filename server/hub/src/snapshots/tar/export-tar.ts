import { once } from 'node:events';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createZstdCompress } from 'node:zlib';
import type { ContentReader, SnapshotContent } from '../content/snapshot-content.js';
import type { Extent } from '../tree/capture.js';
import { readTree, type FileEntry, type TreeEntry } from '../tree/tree-object.js';
import { BLOCK, encodeHeader, padding } from './tar-header.js';

/** Writes a snapshot as `tar.zst`. The output is whole once it has resolved. */
export async function exportTar(
    content: SnapshotContent,
    { id, folder }: { readonly id: string; readonly folder: string },
    output: Writable
): Promise<Extent> {
    const { root, files, bytes } = await content.manifest(id);
    const reader = await content.reader();
    const linked = new Map<string, string>();

    async function* ofFolder(hash: string, path: string): AsyncGenerator<Uint8Array> {
        const { mode, mtime, entries } = await readTree(reader, hash);
        yield encodeHeader({ kind: 'folder', path: `${path}/`, mode, mtime, size: 0 });
        for (const entry of entries) {
            yield* ofEntry(entry, `${path}/${entry.name}`);
        }
    }

    async function* ofEntry(entry: TreeEntry, path: string): AsyncGenerator<Uint8Array> {
        switch (entry.kind) {
            case 'folder':
                yield* ofFolder(entry.tree, path);
                break;
            case 'link': {
                const { mtime, target } = entry;
                yield encodeHeader({ kind: 'link', path, mode: 0o777, mtime, size: 0, target });
                break;
            }
            case 'file': {
                const first = entry.hardLink === undefined ? undefined : linked.get(entry.hardLink);
                if (first !== undefined) {
                    const { mode, mtime } = entry;
                    yield encodeHeader({ kind: 'hard-link', path, mode, mtime, size: 0, target: first });
                    break;
                }
                if (entry.hardLink !== undefined) {
                    linked.set(entry.hardLink, path);
                }
                yield* ofFile(reader, entry, path);
            }
        }
    }

    async function* archive(): AsyncGenerator<Uint8Array> {
        yield* ofFolder(root, Buffer.from(folder, 'utf8').toString('latin1'));
        yield Buffer.alloc(2 * BLOCK);
    }

    await pipeline(Readable.from(archive(), { objectMode: false }), createZstdCompress(), output, { end: false });
    // The standard output of a process that ends loses what has not been read.
    if (output.writableLength > 0) {
        await once(output, 'drain');
    }
    await reader.dispose();
    return { files, bytes };
}

async function* ofFile(reader: ContentReader, entry: FileEntry, path: string): AsyncGenerator<Uint8Array> {
    const { mode, mtime, size, chunks } = entry;
    yield encodeHeader({ kind: 'file', path, mode, mtime, size });
    for (const chunk of chunks) {
        yield await reader.read(chunk);
    }
    yield padding(size);
}
