import { appendFile, mkdir, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

const MAXIMUM_BACKLOG = 1024 * 1024;
const TAIL_CHARACTERS = 4000;

/** A log file with at most one predecessor (`<file>.1`), so that it never takes more than twice `maximumBytes`. */
export class BoundedLog {
    private backlog: Buffer[] = [];
    private backlogBytes = 0;
    private writing: Promise<void> | undefined;
    private size: number | undefined;
    private recent = '';

    constructor(
        private readonly file: string,
        private readonly maximumBytes = 2 * 1024 * 1024
    ) {}

    write(text: string): void {
        this.recent = (this.recent + text).slice(-TAIL_CHARACTERS);
        const chunk = Buffer.from(text);
        if (this.backlogBytes + chunk.length > MAXIMUM_BACKLOG) {
            // The disk cannot follow; losing lines of a log is better than running out of memory.
            return;
        }
        this.backlog.push(chunk);
        this.backlogBytes += chunk.length;
        this.writing ??= this.drain().finally(() => (this.writing = undefined));
    }

    /** The last lines that were written, empty ones left out. */
    tail(count: number): readonly string[] {
        return this.recent
            .split('\n')
            .map(line => line.trim())
            .filter(line => line !== '')
            .slice(-count);
    }

    /** Forgets the tail, so that the next one belongs to what is written from now on. */
    clearTail(): void {
        this.recent = '';
    }

    /** Resolves once all that was written is in the file. */
    async flush(): Promise<void> {
        await this.writing;
    }

    private async drain(): Promise<void> {
        while (this.backlog.length > 0) {
            const chunk = Buffer.concat(this.backlog);
            this.backlog = [];
            this.backlogBytes = 0;
            try {
                await this.append(chunk);
            } catch {
                // A full disk or a removed directory must not end the workspace; the tail is kept in memory all the same.
                this.size = undefined;
            }
        }
    }

    private async append(chunk: Buffer): Promise<void> {
        if (this.size === undefined) {
            await mkdir(dirname(this.file), { recursive: true });
            this.size = await stat(this.file).then(
                ({ size }) => size,
                () => 0
            );
        }
        if (this.size > 0 && this.size + chunk.length > this.maximumBytes) {
            await rename(this.file, `${this.file}.1`);
            this.size = 0;
        }
        await appendFile(this.file, chunk, { mode: 0o600 });
        this.size += chunk.length;
    }
}
