import { availableParallelism } from 'node:os';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { LongtableError, messageOf } from '@longtable/common';
import { DirectoryContent } from '../content/directory-content.js';
import { FileMaker, type FileMakerOptions } from '../tree/file-maker.js';
import type { FileMaking, PlacedFile } from '../tree/restore.js';
import type { FileEntry } from '../tree/tree-object.js';

/** More threads than these wait for each other in the file system. */
const MOST_THREADS = 4;
/** Files that one thread is given at a time: neighbours, which lie in the same blocks of the contents. */
const BATCH_FILES = 200;
const BATCH_BYTES = 8 * 1024 * 1024;

interface ThreadData extends Omit<FileMakerOptions, 'reader'> {
    readonly content: string;
}

/** Paths go as bytes in latin1: a message makes no `Buffer` of a `Buffer`. */
type Batch = readonly (readonly [place: string, entry: FileEntry])[];

/** What is left of an error on its way between threads. */
interface Failure {
    readonly code: string | undefined;
    readonly message: string;
    readonly isOurs: boolean;
}

/** Makes the files of a snapshot in threads: what takes the time is the file system, and it can do several at once. */
export class MakingThreads implements FileMaking {
    private readonly idle: Worker[] = [];
    private readonly all: Worker[] = [];
    private waiting: (() => void) | undefined;
    private failure: Error | undefined;
    private batch: (readonly [place: string, entry: FileEntry])[] = [];
    private bytes = 0;

    /** `program` is what this process runs; the threads run it too, and call {@link makeInThread}. */
    constructor(program: string, data: ThreadData) {
        for (let number = 0; number < Math.min(MOST_THREADS, availableParallelism()); number += 1) {
            const thread = new Worker(program, { workerData: data });
            thread.on('message', (failure: Failure | undefined) => {
                if (failure !== undefined) {
                    this.failure ??= errorOf(failure);
                }
                this.idle.push(thread);
                this.wake();
            });
            thread.on('error', error => {
                this.failure ??= error as Error;
                this.wake();
            });
            this.all.push(thread);
            this.idle.push(thread);
        }
    }

    async add({ place, entry }: PlacedFile): Promise<void> {
        this.batch.push([place.toString('latin1'), entry]);
        this.bytes += entry.size;
        if (this.batch.length >= BATCH_FILES || this.bytes >= BATCH_BYTES) {
            await this.send();
        }
    }

    async finish(): Promise<void> {
        await this.send();
        await this.until(() => this.idle.length === this.all.length);
    }

    /** Resolves once no thread does anything any more. */
    async dispose(): Promise<void> {
        await Promise.all(this.all.map(thread => thread.terminate()));
    }

    private async send(): Promise<void> {
        await this.until(() => this.idle.length > 0);
        this.idle.pop()?.postMessage(this.batch satisfies Batch);
        this.batch = [];
        this.bytes = 0;
    }

    private async until(condition: () => boolean): Promise<void> {
        while (this.failure === undefined && !condition()) {
            await new Promise<void>(resolve => {
                this.waiting = resolve;
            });
        }
        if (this.failure !== undefined) {
            throw this.failure;
        }
    }

    private wake(): void {
        this.waiting?.();
        this.waiting = undefined;
    }
}

/** What each of the threads does. */
export async function makeInThread(): Promise<void> {
    const data = workerData as ThreadData;
    const reader = await new DirectoryContent(data.content).reader();
    const maker = new FileMaker({ ...data, reader });
    const make = async (batch: Batch): Promise<Failure | undefined> => {
        try {
            for (const [place, entry] of batch) {
                await maker.make(Buffer.from(place, 'latin1'), entry);
            }
            return undefined;
        } catch (error) {
            const { code } = error as { readonly code?: string };
            return { code, message: messageOf(error), isOurs: error instanceof LongtableError };
        }
    };
    parentPort?.on('message', (batch: Batch) => void make(batch).then(failure => parentPort?.postMessage(failure)));
}

function errorOf({ code, message, isOurs }: Failure): Error {
    return isOurs
        ? new LongtableError(code as LongtableError['code'], message)
        : Object.assign(new Error(message), { code });
}
