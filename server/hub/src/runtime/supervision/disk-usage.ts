import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Volume } from '../volumes/volume.js';

const run = promisify(execFile);
/** Walking a large tree takes seconds, and people look at this number rarely. */
const FRESH_MILLISECONDS = 60_000;

/** How much disk the volumes take, counted at most once a minute for each. */
export class DiskUsage {
    private readonly counted = new Map<string, { at: number; bytes: Promise<number | undefined> }>();

    of(volume: Volume): Promise<number | undefined> {
        const known = this.counted.get(volume.directory);
        if (known !== undefined && Date.now() - known.at < FRESH_MILLISECONDS) {
            return known.bytes;
        }
        const bytes = count(volume.directory);
        this.counted.set(volume.directory, { at: Date.now(), bytes });
        return bytes;
    }

    forget(volume: Volume): void {
        this.counted.delete(volume.directory);
    }
}

/** Files that come and go meanwhile make `du` fail although it has counted all others. */
async function count(directory: string): Promise<number | undefined> {
    const output = await run('du', ['-s', '-x', '--block-size=1', '--', directory]).then(
        ({ stdout }) => stdout,
        (error: unknown) => (error as { stdout?: string }).stdout ?? ''
    );
    const bytes = parseInt(output, 10);
    return Number.isNaN(bytes) ? undefined : bytes;
}
