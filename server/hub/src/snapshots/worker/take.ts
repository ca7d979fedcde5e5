import { setImmediate as yieldNow } from 'node:timers/promises';
import { DirectoryContent } from '../content/directory-content.js';
import type { Manifest } from '../content/snapshot-content.js';
import { Capture } from '../tree/capture.js';
import { Exclusion } from '../tree/exclusion.js';
import { headCommit } from '../tree/head-commit.js';
import { KnownFiles } from '../tree/known-files.js';
import { checkAllowance } from './allowance.js';
import type { TakeJob } from './jobs.js';
import type { Link } from './link.js';
import { writeOut } from './write-out.js';

/** With less than so many bytes left to read, it is time to hold everybody. */
const LITTLE_BYTES = 8 * 1024 * 1024;
const MOST_PASSES = 3;
/** Writing out what is in memory is waited for this long; after that all is read again while everybody is held. */
const SYNC_MILLISECONDS = 15_000;
/** The clock that files are stamped with ticks some milliseconds behind. */
const CLOCK_SLACK = 1000;

/** Takes a snapshot of a folder in which people work. What was begun is gone when it throws. */
export async function take(job: TakeJob, link: Link): Promise<Manifest> {
    const content = new DirectoryContent(job.content);
    const known = await KnownFiles.read(job.known);
    const writer = await content.writer();
    try {
        const capture = new Capture({
            folder: job.folder,
            exclude: new Exclusion(job.exclude),
            writer,
            known,
            largest: job.largest,
            onProgress: done => {
                checkAllowance(writer, job.content, job);
                link.progress(done, total);
            }
        });
        const total = capture.count();
        let settledBefore = 0;
        for (let pass = 0; pass < MOST_PASSES; pass += 1) {
            // A disk that was too busy once is not waited for again.
            settledBefore = pass === 0 || settledBefore > 0 ? await settle(job.folder) : 0;
            await capture.pass(settledBefore, false);
            await writer.drain();
            // Lets a cancellation be heard.
            await yieldNow();
            link.signal.throwIfAborted();
            if (capture.readBytes < LITTLE_BYTES) {
                break;
            }
        }
        const session = await link.hold();
        const root = await capture.pass(settledBefore, true);
        const commit = headCommit(job.folder);
        link.release();
        const sessionChunk = session === undefined ? undefined : writer.add(Buffer.from(session));
        if (root === undefined) {
            throw new Error('The last pass made no tree.');
        }
        await writer.finish();
        checkAllowance(writer, job.content, job);
        await yieldNow();
        link.signal.throwIfAborted();
        const manifest: Manifest = {
            version: 1,
            root,
            files: capture.extent.files,
            bytes: capture.extent.bytes,
            addedBytes: writer.addedBytes,
            ...(commit === undefined ? {} : { commit }),
            createdAt: new Date().toISOString(),
            ...(sessionChunk === undefined ? {} : { session: sessionChunk })
        };
        await content.publish(job.id, manifest);
        await known.write(job.known, capture.inodes).catch(() => undefined);
        return manifest;
    } finally {
        await writer.abandon();
    }
}

/**
 * Writes what programs have changed in memory to the disk. After it, a write through a memory map changes the times of
 * a file again. Answers the time before which files have settled; with none, nothing has.
 */
function settle(folder: string): Promise<number> {
    const before = Date.now() - CLOCK_SLACK;
    return writeOut(folder, SYNC_MILLISECONDS).then(
        () => before,
        () => 0
    );
}
