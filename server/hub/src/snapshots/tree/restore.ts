import { chmodSync, chownSync, lchownSync, linkSync, lutimesSync, mkdirSync, symlinkSync, utimesSync } from 'node:fs';
import type { ChunkHash, ContentReader } from '../content/snapshot-content.js';
import type { Extent } from './capture.js';
import { readTree, type FileEntry, type LinkEntry, type TreeObject } from './tree-object.js';

/** A file, and the path where it is to be. */
export interface PlacedFile {
    readonly place: Buffer;
    readonly entry: FileEntry;
}

/** Makes files, perhaps several at a time and not in order. */
export interface FileMaking {
    /** Sees to it that a file is made; may wait for others first. Throws what went wrong with any of them. */
    add(file: PlacedFile): Promise<void>;
    /** Resolves once all of them are there. */
    finish(): Promise<void>;
}

export interface RestoreOptions {
    readonly reader: ContentReader;
    readonly files: FileMaking;
    /** Where the folder is made. It must not be there, and nobody but us may be able to write beside it. */
    readonly target: string;
    /** Whom everything is to belong to; us, when left out. */
    readonly owner: number | undefined;
    readonly onProgress?: (done: Extent) => void;
}

/** Makes a folder from a snapshot. When it throws, what was made is the caller's to remove. */
export class Restore {
    readonly extent: Extent = { files: 0, bytes: 0 };
    /** For each file with several names those after the first. */
    private readonly names = new Map<string, { readonly first: Buffer; readonly others: Buffer[] }>();
    private readonly folders: { readonly place: Buffer; readonly tree: TreeObject }[] = [];

    constructor(private readonly options: RestoreOptions) {}

    async run(root: ChunkHash): Promise<void> {
        await this.folder(Buffer.from(this.options.target), root);
        await this.options.files.finish();
        for (const { first, others } of this.names.values()) {
            for (const place of others) {
                linkSync(first, place);
            }
        }
        // Making what is in a folder changes its times, and perhaps it may not be written to any more.
        for (const { place, tree } of this.folders.reverse()) {
            this.own(place, chownSync);
            chmodSync(place, tree.mode);
            utimesSync(place, tree.mtime / 1000, tree.mtime / 1000);
        }
    }

    private async folder(place: Buffer, hash: ChunkHash): Promise<void> {
        const tree = await readTree(this.options.reader, hash);
        mkdirSync(place, { mode: 0o700 });
        this.folders.push({ place, tree: { ...tree, entries: [] } });
        for (const entry of tree.entries) {
            const inside = Buffer.concat([place, Buffer.from(`/${entry.name}`, 'latin1')]);
            switch (entry.kind) {
                case 'folder':
                    await this.folder(inside, entry.tree);
                    break;
                case 'file':
                    await this.file(inside, entry);
                    break;
                case 'link':
                    this.link(inside, entry);
            }
        }
        this.options.onProgress?.(this.extent);
    }

    private async file(place: Buffer, entry: FileEntry): Promise<void> {
        const known = entry.hardLink === undefined ? undefined : this.names.get(entry.hardLink);
        if (known !== undefined) {
            known.others.push(place);
        } else {
            if (entry.hardLink !== undefined) {
                this.names.set(entry.hardLink, { first: place, others: [] });
            }
            await this.options.files.add({ place, entry });
        }
        this.extent.files += 1;
        this.extent.bytes += entry.size;
    }

    private link(place: Buffer, { target, mtime }: LinkEntry): void {
        symlinkSync(Buffer.from(target, 'latin1'), place);
        this.own(place, lchownSync);
        lutimesSync(place, mtime / 1000, mtime / 1000);
    }

    private own(place: Buffer, change: typeof chownSync): void {
        const { owner } = this.options;
        if (owner !== undefined) {
            change(place, owner, owner);
        }
    }
}
