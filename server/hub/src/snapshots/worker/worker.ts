import { isMainThread } from 'node:worker_threads';
import { LongtableError, messageOf } from '@longtable/common';
import { DirectoryContent } from '../content/directory-content.js';
import { Exclusion } from '../tree/exclusion.js';
import { findSecrets } from '../tree/secrets.js';
import { exportTar } from '../tar/export-tar.js';
import { importTar } from '../tar/import-tar.js';
import { walkTree } from '../tree/tree-object.js';
import type { Extent } from '../tree/capture.js';
import { diskFull } from './allowance.js';
import type { Answers, HubMessage, Job, WorkerMessage } from './jobs.js';
import { layOut } from './lay-out.js';
import type { Link } from './link.js';
import { makeInThread } from './making-threads.js';
import { take } from './take.js';

/** Not more often than so many milliseconds. */
const PROGRESS_INTERVAL = 150;

const cancelled = new AbortController();
let held: ((session: string | undefined) => void) | undefined;
let lastProgress = 0;

function tell(message: WorkerMessage): void {
    process.send?.(message);
}

const link: Link = {
    signal: cancelled.signal,
    progress: (done: Extent, total?: Extent): void => {
        cancelled.signal.throwIfAborted();
        if (Date.now() - lastProgress >= PROGRESS_INTERVAL) {
            lastProgress = Date.now();
            tell({ type: 'progress', done: { ...done }, total });
        }
    },
    hold: (): Promise<string | undefined> => {
        tell({ type: 'hold' });
        return new Promise((resolve, reject) => {
            held = resolve;
            cancelled.signal.addEventListener('abort', () => {
                reject(cancelled.signal.reason as Error);
            });
        });
    },
    release: (): void => {
        tell({ type: 'release' });
    }
};

async function run(job: Job): Promise<Answers[Job['type']]> {
    switch (job.type) {
        case 'take':
            return take(job, link);
        case 'restore':
            return layOut(job, link, import.meta.filename);
        case 'secrets':
            return findSecrets(job.folder, new Exclusion(job.exclude));
        case 'collect': {
            const { uniqueBytes, ...rest } = await new DirectoryContent(job.content).collect(
                new Set(job.keep),
                walkTree
            );
            return { ...rest, uniqueBytes: [...uniqueBytes] };
        }
        case 'export':
            return exportTar(new DirectoryContent(job.content), job, process.stdout);
        case 'import':
            return importTar(new DirectoryContent(job.content), job, process.stdin, link);
    }
}

function failureOf(error: unknown): WorkerMessage {
    const { code } = error as NodeJS.ErrnoException;
    if (error instanceof LongtableError) {
        return { type: 'failed', code: error.code, message: error.message };
    }
    switch (code) {
        case 'ENOSPC':
        case 'EDQUOT':
            return failureOf(diskFull());
        case 'EACCES':
        case 'EPERM':
            return {
                type: 'failed',
                code: 'conflict',
                message:
                    'A file or folder in the workspace cannot be read by Longtable, so nothing was kept. Change its mode, or leave it out.'
            };
        default:
            return {
                type: 'failed',
                code: 'internal',
                message:
                    'It did not work by a fault of Longtable, and nothing was kept. The log of the server says more.',
                stack: error instanceof Error ? (error.stack ?? error.message) : messageOf(error)
            };
    }
}

function serve(): void {
    process.on('message', (message: HubMessage) => {
        switch (message.type) {
            case 'job':
                run(message.job)
                    .then(
                        (answer): WorkerMessage => ({ type: 'done', answer }),
                        (error: unknown) => failureOf(error)
                    )
                    .then(last => {
                        process.send?.(last, undefined, undefined, () => {
                            process.disconnect();
                        });
                    })
                    .catch(() => process.exit(1));
                break;
            case 'held':
                held?.(message.session);
                break;
            case 'cancel':
                cancelled.abort(new LongtableError('conflict', 'It was cancelled. Nothing was kept.'));
                break;
        }
    });
    // Without a hub nobody wants the result; what was begun is removed by the next collection.
    process.on('disconnect', () => process.exit(0));
    tell({ type: 'ready' });
}

if (isMainThread) {
    serve();
} else {
    await makeInThread();
}
