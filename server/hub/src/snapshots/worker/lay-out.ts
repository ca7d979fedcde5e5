import { DirectoryContent } from '../content/directory-content.js';
import type { Manifest } from '../content/snapshot-content.js';
import { FileMaker, type FileMakerOptions } from '../tree/file-maker.js';
import { Restore, type FileMaking } from '../tree/restore.js';
import type { Answers, RestoreJob } from './jobs.js';
import type { Link } from './link.js';
import { MakingThreads } from './making-threads.js';
import { writeOut } from './write-out.js';

const SETTLE_MILLISECONDS = 120_000;
/** With less to make, it is done before threads have begun. */
const WORTH_THREADS = { files: 1000, bytes: 32 * 1024 * 1024 };

/** Makes the folder of a snapshot; `program` is what this process runs. What was begun is the caller's to remove when it throws. */
export async function layOut(job: RestoreJob, link: Link, program: string): Promise<Answers['restore']> {
    const { target, owner, base } = job;
    const content = new DirectoryContent(job.content);
    const manifest = await content.manifest(job.id);
    const reader = await content.reader();
    const files = makingOf(manifest, { reader, target, owner, base }, job.content, program);
    try {
        const restore = new Restore({
            reader,
            files,
            target,
            owner,
            onProgress: done => {
                link.progress(done, { files: manifest.files, bytes: manifest.bytes });
            }
        });
        await restore.run(manifest.root);
        const session = manifest.session === undefined ? undefined : await reader.read(manifest.session);
        if (job.settle === true) {
            await writeOut(target, SETTLE_MILLISECONDS);
        }
        return {
            ...restore.extent,
            ...(session === undefined ? {} : { session: Buffer.from(session).toString() })
        };
    } finally {
        await files.dispose();
        await reader.dispose();
    }
}

function makingOf(
    { files, bytes }: Manifest,
    options: FileMakerOptions,
    content: string,
    program: string
): FileMaking & { dispose(): Promise<void> } {
    if (files > WORTH_THREADS.files || bytes > WORTH_THREADS.bytes) {
        const { target, owner, base } = options;
        return new MakingThreads(program, { content, target, owner, base });
    }
    const maker = new FileMaker(options);
    return {
        add: ({ place, entry }) => maker.make(place, entry),
        finish: () => Promise.resolve(),
        dispose: () => Promise.resolve()
    };
}
