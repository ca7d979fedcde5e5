import { LongtableError } from '@longtable/common';
import { DiskFile } from './disk/disk-file.js';
import { hashOf } from './disk/hash-of.js';
import type { TemporaryFolder } from './disk/temporary-folder.js';
import { DocumentText } from './document-text.js';
import type { DocumentContext, DocumentState } from './document-context.js';
import { FileDocument } from './file-document.js';
import type { Replayed } from './journal/replay.js';
import { settleFlush } from './journal/settle-flush.js';
import { LARGEST_FILE, readText, writeText } from './text-file.js';

/** A document may grow to this many bytes while it is open. */
const LARGEST_DOCUMENT = 20 * 1024 * 1024;

export interface LoadContext extends DocumentContext {
    readonly temporary: TemporaryFolder;
}

/** Loads the document of a file: goes on with the history that its journal has kept, or begins one with its text. */
export async function loadDocument(
    context: LoadContext,
    id: number,
    file: string,
    path: string
): Promise<FileDocument> {
    const kept = await context.journals.read(path);
    const disk = new DiskFile(file, context.temporary, LARGEST_DOCUMENT);
    if (kept !== undefined && 'epoch' in kept) {
        const document = new FileDocument(context, { id, path, file: disk, ...(await resumed(kept, disk)) });
        await document.begin(true);
        return document;
    }
    const document = new FileDocument(context, { id, path, file: disk, ...(await begun(disk, path, kept?.damage)) });
    await document.begin(false);
    return document;
}

type Beginning = Omit<DocumentState, 'id' | 'path' | 'file'>;

async function resumed(kept: Replayed, disk: DiskFile): Promise<Beginning> {
    const known = await settleFlush(kept, disk.path);
    const { history, epoch, owners, format } = kept;
    history.base = known.position;
    disk.recall(known.hash, known.identity);
    return {
        epoch,
        text: DocumentText.resume(history),
        known,
        format: known === kept.known ? format : known.format,
        owners,
        unwritten: kept.lastUpdate > known.position || known.plain === '',
        problem: undefined
    };
}

async function begun(disk: DiskFile, path: string, problem: string | undefined): Promise<Beginning> {
    const look = await disk.look();
    if (look.kind === 'missing') {
        throw new LongtableError('not-found', `There is no file ${path}.`);
    }
    if (look.kind !== 'changed') {
        throw new LongtableError('not-shareable', `${path} is not a file of up to 20 MiB, so it is not shared.`);
    }
    if (look.bytes.length > LARGEST_FILE) {
        throw new LongtableError(
            'not-shareable',
            `${path} is larger than 5 MB, so it is not shared: edits in it are seen by others once it is saved.`
        );
    }
    const read = await readText(look.bytes);
    disk.know(look.hash, look.stamp);
    const plain = read.mixed ? hashOf(await writeText(read.text, read.format)) : look.hash;
    return {
        // No one who has another history is to be taken for one of this: 120 bits do, and everybody who joins gets them.
        epoch: Buffer.from(crypto.getRandomValues(new Uint8Array(15))).toString('base64url'),
        text: DocumentText.begin(read.text),
        known: { position: 0, hash: look.hash, plain, format: read.format },
        format: read.format,
        owners: new Map(),
        unwritten: false,
        problem
    };
}
