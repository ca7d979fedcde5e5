import { close, closeSync, fdatasync, ftruncate, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { messageOf } from '@longtable/common';
import type { Clock } from '../../clock.js';
import { writeWhole } from '../disk/write-whole.js';

const RETRY_MILLISECONDS = 1000;

const truncate = promisify(ftruncate);
const synchronize = promisify(fdatasync);
const closeFile = promisify(close);

export interface JournalOptions {
    readonly clock: Clock;
    /** Whether every group of records is forced to the disk, which only matters to machines that lose their power. */
    readonly durable: boolean;
    /** The whole journal as it would be if it were written anew now; everything that was appended is in it. */
    readonly contents: () => Buffer;
    /** Told why the journal cannot be written, and with undefined that it can again. */
    readonly onProblem: (problem: string | undefined) => void;
}

/** A record that waits to be written, and who is told: true when it is in the file, false when it could not be put there. */
interface Waiting {
    readonly record: Buffer;
    readonly tell: (written: boolean) => void;
    /** Whether to give up instead of trying again. */
    readonly once: boolean;
}

/**
 * An append-only file with one record after the other. What arrives during a write goes with the next one, in order, so
 * of what was acknowledged everything before it is in the file as well. A write that fails is tried again until it
 * succeeds or the journal is closed.
 */
export class Journal {
    private descriptor: number | undefined;
    private length = 0;
    private queue: Waiting[] = [];
    /** Records that were written past the queue while a write of the queue is under way. */
    private beside: Buffer[] = [];
    private writing = false;
    private running: Promise<void> | undefined;
    private renewal = false;
    private failed = false;
    private closed = false;
    private wake: (() => void) | undefined;

    constructor(
        private path: string,
        private readonly options: JournalOptions
    ) {}

    /** Bytes in the file. */
    get size(): number {
        return this.length;
    }

    /** Resolves when the record is in the file, however long that takes; never when the journal is closed before. */
    append(record: Buffer): Promise<void> {
        return new Promise(resolve => this.enqueue({ record, once: false, tell: written => written && resolve() }));
    }

    /** Whether the record could be put into the file. */
    attempt(record: Buffer): Promise<boolean> {
        return this.failed || this.closed
            ? Promise.resolve(false)
            : new Promise(resolve => this.enqueue({ record, once: true, tell: resolve }));
    }

    /** Puts the record into the file before it returns, ahead of those that wait. Where that fails, it waits as well. */
    appendNow(record: Buffer): void {
        if (this.writing) {
            this.beside.push(record);
        }
        if (this.descriptor !== undefined && !this.failed && !this.closed) {
            try {
                this.length += writeSync(this.descriptor, record);
                return;
            } catch {
                // The queue meets the same trouble, and tells of it.
            }
        }
        void this.append(record);
    }

    /** Has the journal written anew in place of the present one; where that fails, the present one goes on. */
    renew(): Promise<boolean> {
        this.renewal = true;
        return this.attempt(Buffer.alloc(0));
    }

    /** Gives the file another name. */
    move(path: string): void {
        try {
            renameSync(this.path, path);
        } catch {
            this.renewal = true;
        }
        this.path = path;
        if (this.renewal) {
            this.start();
        }
    }

    /** Takes the file away, for when it no longer tells the truth; what comes next makes it again. */
    forget(): void {
        try {
            rmSync(this.path, { force: true });
        } catch {
            // Not even its directory is there, or can be changed; then the journal could not be read at a next start either.
        }
        if (this.descriptor !== undefined && !this.writing) {
            closeSync(this.descriptor);
            this.descriptor = undefined;
        }
        this.renewal = true;
        this.start();
    }

    /** Lets go of the file, after one more attempt to write what waits. */
    async close(): Promise<void> {
        this.closed = true;
        this.wake?.();
        while (this.running !== undefined) {
            await this.running;
        }
        if (this.descriptor !== undefined) {
            closeSync(this.descriptor);
            this.descriptor = undefined;
        }
    }

    async remove(): Promise<void> {
        this.renewal = false;
        this.queue = [];
        await this.close();
        rmSync(this.path, { force: true });
    }

    private enqueue(waiting: Waiting): void {
        if (this.closed) {
            waiting.tell(false);
            return;
        }
        this.queue.push(waiting);
        this.start();
    }

    private start(): void {
        // Whatever comes in the same turn of the event loop goes together.
        this.running ??= new Promise<void>(resolve => setImmediate(resolve))
            .then(() => this.run())
            .finally(() => {
                this.running = undefined;
                // What came since the end of the run found it still under way, and did not start another one.
                if ((this.queue.length > 0 || this.renewal) && !(this.closed && this.failed)) {
                    this.start();
                }
            });
    }

    private async run(): Promise<void> {
        while (this.queue.length > 0 || this.renewal) {
            const taken = this.queue;
            this.queue = [];
            const failure = await this.write(taken);
            if (failure === undefined) {
                taken.forEach(({ tell }) => tell(true));
                this.report(undefined);
                continue;
            }
            const again = taken.filter(({ once }) => !once);
            this.queue.unshift(...again);
            this.report(failure);
            taken.filter(({ once }) => once).forEach(({ tell }) => tell(false));
            if (this.closed) {
                return;
            }
            await this.pause();
        }
    }

    private async write(taken: Waiting[]): Promise<string | undefined> {
        const anew = this.renewal || this.descriptor === undefined;
        this.renewal = false;
        this.writing = true;
        try {
            if (anew) {
                await this.writeAnew(taken);
            } else {
                await this.writeOn(taken);
            }
            return undefined;
        } catch (error) {
            if (anew && this.descriptor !== undefined && !this.failed) {
                // The present journal is whole, only longer than need be.
                return await this.writeOn(taken).then(() => undefined, messageOf);
            }
            return messageOf(error);
        } finally {
            this.writing = false;
            this.beside = [];
        }
    }

    private async writeOn(taken: readonly Waiting[]): Promise<void> {
        const { descriptor, length } = this;
        if (descriptor === undefined) {
            return;
        }
        try {
            const bytes = Buffer.concat(taken.map(({ record }) => record));
            await writeWhole(descriptor, bytes);
            this.length += bytes.length;
            if (this.options.durable) {
                await synchronize(descriptor);
            }
        } catch (error) {
            await this.takeBack(descriptor, length);
            throw error;
        }
    }

    /** Nothing may come after a record that is torn, since nothing after it would be read. */
    private async takeBack(descriptor: number, length: number): Promise<void> {
        try {
            await truncate(descriptor, length);
            this.length = length;
            this.queue.unshift(...this.beside.map(record => ({ record, once: false, tell: () => undefined })));
        } catch {
            this.descriptor = undefined;
            closeSync(descriptor);
        }
    }

    /** Writes the journal whole and puts it in place: nobody ever finds one without its beginning. */
    private async writeAnew(taken: Waiting[]): Promise<void> {
        await mkdir(dirname(this.path), { recursive: true, mode: 0o700 });
        const temporary = `${this.path}.new`;
        rmSync(temporary, { force: true });
        const descriptor = openSync(temporary, 'ax', 0o600);
        try {
            // All that waits at this moment is in the contents; written once more it would count twice.
            taken.push(...this.queue);
            this.queue = [];
            this.beside = [];
            const announced = taken.filter(({ once }) => once).map(({ record }) => record);
            const bytes = Buffer.concat([this.options.contents(), ...announced]);
            await writeWhole(descriptor, bytes);
            if (this.options.durable) {
                await synchronize(descriptor);
            }
            const more = this.beside.map(record => writeSync(descriptor, record));
            renameSync(temporary, this.path);
            this.length = more.reduce((sum, written) => sum + written, bytes.length);
        } catch (error) {
            closeSync(descriptor);
            rmSync(temporary, { force: true });
            throw error;
        }
        const old = this.descriptor;
        this.descriptor = descriptor;
        if (old !== undefined) {
            await closeFile(old);
        }
    }

    private report(problem: string | undefined): void {
        if (problem !== undefined || this.failed) {
            this.failed = problem !== undefined;
            this.options.onProblem(problem);
        }
    }

    private pause(): Promise<void> {
        return new Promise(resolve => {
            const timer = this.options.clock.after(RETRY_MILLISECONDS, resolve);
            this.wake = () => {
                timer.dispose();
                resolve();
            };
        });
    }
}
