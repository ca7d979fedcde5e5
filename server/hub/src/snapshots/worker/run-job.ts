import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { LongtableError } from '@longtable/common';
import type { Extent } from '../tree/capture.js';
import type { Answers, HubMessage, Job, WorkerMessage } from './jobs.js';

/** How a worker is started: a program and its arguments. */
export type WorkerCommand = readonly [program: string, ...rest: string[]];

export const installedWorker: WorkerCommand = [process.execPath, join(import.meta.dirname, 'worker.js')];

/** A cancelled worker tidies up; one that does not is killed after this many milliseconds. */
const CANCEL_MILLISECONDS = 5000;
const LONGEST_COMPLAINT = 4000;

export interface JobOptions {
    readonly signal?: AbortSignal;
    readonly onProgress?: (done: Extent, total: Extent | undefined) => void;
    /**
     * Called when the worker wants nobody to write. It may go on once that has resolved, until `released` does. Resolves
     * with what is to be kept beside the files.
     */
    readonly hold?: (released: Promise<void>) => Promise<string | undefined>;
    readonly input?: Readable;
    readonly output?: Writable;
}

/**
 * Does a job in a process of its own: it reads and writes for seconds, and waits for the disk. Throws what the worker
 * failed with.
 */
export async function runJob<T extends Job>(
    command: WorkerCommand,
    job: T,
    options: JobOptions = {}
): Promise<Answers[T['type']]> {
    options.signal?.throwIfAborted();
    const [program, ...rest] = command;
    const child = spawn(program, rest, {
        stdio: [options.input ? 'pipe' : 'ignore', options.output ? 'pipe' : 'ignore', 'pipe', 'ipc'],
        serialization: 'advanced',
        // Nothing of the hub's own environment: secrets can be in it.
        env: {
            PATH: process.env['PATH'] ?? '/usr/bin:/bin',
            NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] ?? ''
        }
    });
    return conversation(child, job, options) as Promise<Answers[T['type']]>;
}

function conversation(child: ChildProcess, job: Job, options: JobOptions): Promise<unknown> {
    const released = Promise.withResolvers<undefined>();
    let killing: NodeJS.Timeout | undefined;
    let complaint = '';
    const send = (message: HubMessage): void => {
        if (child.connected) {
            child.send(message);
        }
    };
    const cancel = (): void => {
        send({ type: 'cancel' });
        killing = setTimeout(() => child.kill('SIGKILL'), CANCEL_MILLISECONDS);
    };
    options.signal?.addEventListener('abort', cancel);
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
        complaint = (complaint + text).slice(-LONGEST_COMPLAINT);
    });
    return new Promise<unknown>((resolve, reject) => {
        let outcome: (() => void) | undefined;
        const fail = (error: Error): void => {
            outcome ??= () => {
                reject(error);
            };
            child.kill('SIGKILL');
        };
        child.on('message', (message: WorkerMessage) => {
            switch (message.type) {
                case 'ready':
                    send({ type: 'job', job });
                    break;
                case 'progress':
                    options.onProgress?.(message.done, message.total);
                    break;
                case 'hold':
                    (options.hold?.(released.promise) ?? Promise.resolve(undefined)).then(session => {
                        send({ type: 'held', ...(session === undefined ? {} : { session }) });
                    }, fail);
                    break;
                case 'release':
                    released.resolve(undefined);
                    break;
                case 'done':
                    outcome ??= () => {
                        resolve(message.answer);
                    };
                    break;
                case 'failed':
                    outcome ??= () => {
                        const cause = message.stack === undefined ? {} : { cause: new Error(message.stack) };
                        reject(new LongtableError(message.code, message.message, cause));
                    };
                    break;
            }
        });
        child.on('error', fail);
        if (options.input !== undefined && child.stdin !== null) {
            const { stdin } = child;
            // A worker that has failed reads no more; what comes of it is told by its message.
            stdin.on('error', () => options.input?.resume());
            options.input.on('error', () => child.kill('SIGKILL')).pipe(stdin);
        }
        if (options.output !== undefined && child.stdout !== null) {
            child.stdout.pipe(options.output, { end: false });
            options.output.on('close', () => child.kill('SIGKILL'));
        }
        // After `close` everything that it wrote has been read.
        child.on('close', (code, signal) => {
            released.resolve(undefined);
            clearTimeout(killing);
            options.signal?.removeEventListener('abort', cancel);
            if (outcome === undefined && options.signal?.aborted === true) {
                reject(new LongtableError('conflict', 'It was cancelled. Nothing was kept.'));
                return;
            }
            (
                outcome ??
                (() => {
                    const words = complaint.trim() || `it ended with ${String(code ?? signal)}`;
                    reject(
                        new LongtableError(
                            'internal',
                            'The process that worked on the snapshot ended. Nothing was kept; try again.',
                            {
                                cause: new Error(words)
                            }
                        )
                    );
                })
            )();
        });
    });
}
