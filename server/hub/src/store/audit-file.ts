import { open, type FileHandle } from 'node:fs/promises';
import { AuditEntry, LongtableError, messageOf, WorkspaceId } from '@longtable/common';
import type { AuditRecord } from './store.js';

const CHUNK = 64 * 1024;
const NEWLINE = 0x0a;

const AuditLine = AuditEntry.extend({ workspaceId: WorkspaceId });

/**
 * The audit log: one JSON object a line, only ever appended to, each on disk before it is acknowledged. Entries that
 * arrive while a write is under way share the next one. A last line that a crash has cut short was never
 * acknowledged and is taken away at the next start.
 */
export class AuditFile {
    private pending: { readonly lines: string[]; readonly done: Promise<void> } | undefined;
    private writing: Promise<unknown> = Promise.resolve();

    private constructor(
        private readonly file: FileHandle,
        /** Length of what has been acknowledged. */
        private size: number
    ) {}

    static async open(path: string): Promise<AuditFile> {
        // Not opened for appending, where a write could not be aimed at the end of what is whole.
        const file = await open(path, 'r+', 0o600).catch((error: unknown) => {
            if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
                return open(path, 'wx+', 0o600);
            }
            throw error;
        });
        try {
            const { size } = await file.stat();
            const whole = await endOfLastLine(file, size);
            if (whole < size) {
                await file.truncate(whole);
            }
            return new AuditFile(file, whole);
        } catch (error) {
            await file.close();
            throw error;
        }
    }

    append(record: AuditRecord): Promise<void> {
        if (this.pending === undefined) {
            const lines: string[] = [];
            const done = this.writing.then(() => this.write(lines));
            this.pending = { lines, done };
            this.writing = done.catch(() => undefined);
        }
        this.pending.lines.push(`${JSON.stringify(record)}\n`);
        return this.pending.done;
    }

    /** The entries of a workspace, newest first. A line that cannot be understood is passed over. */
    async list(workspaceId: WorkspaceId, limit: number): Promise<readonly AuditRecord[]> {
        const found: AuditRecord[] = [];
        for await (const line of this.linesFromEnd(this.size)) {
            if (found.length >= limit) {
                break;
            }
            // Looked for in the text first: most lines are of other workspaces, and parsing is what costs.
            const record = line.includes(workspaceId) ? parse(line) : undefined;
            if (record?.workspaceId === workspaceId) {
                found.push(record);
            }
        }
        return found;
    }

    async close(): Promise<void> {
        await this.pending?.done.catch(() => undefined);
        await this.writing;
        await this.file.close();
    }

    private async write(lines: readonly string[]): Promise<void> {
        this.pending = undefined;
        const bytes = Buffer.from(lines.join(''));
        try {
            let written = 0;
            while (written < bytes.length) {
                const { bytesWritten } = await this.file.write(
                    bytes,
                    written,
                    bytes.length - written,
                    this.size + written
                );
                written += bytesWritten;
            }
            await this.file.datasync();
            this.size += bytes.length;
        } catch (error) {
            // What was written of it is overwritten by the next entry, or taken away at the next start.
            await this.file.truncate(this.size).catch(() => undefined);
            const full = (error as NodeJS.ErrnoException).code === 'ENOSPC';
            throw new LongtableError(
                full ? 'disk-full' : 'internal',
                full
                    ? 'The disk of the server is full, so what was done could not be written to the audit log. Free some space.'
                    : `What was done could not be written to the audit log (${messageOf(error)}).`,
                { cause: error }
            );
        }
    }

    private async *linesFromEnd(size: number): AsyncGenerator<string> {
        let rest = Buffer.alloc(0);
        let position = size;
        while (position > 0) {
            const length = Math.min(CHUNK, position);
            position -= length;
            const chunk = Buffer.alloc(length);
            await this.file.read(chunk, 0, length, position);
            let text = Buffer.concat([chunk, rest]);
            let lineEnd = text.length;
            let newline = text.lastIndexOf(NEWLINE, lineEnd - 1);
            while (newline !== -1) {
                if (newline + 1 < lineEnd) {
                    yield text.toString('utf8', newline + 1, lineEnd);
                }
                lineEnd = newline;
                newline = lineEnd === 0 ? -1 : text.lastIndexOf(NEWLINE, lineEnd - 1);
            }
            text = text.subarray(0, lineEnd);
            rest = text;
        }
        if (rest.length > 0) {
            yield rest.toString('utf8');
        }
    }
}

async function endOfLastLine(file: FileHandle, size: number): Promise<number> {
    let position = size;
    while (position > 0) {
        const length = Math.min(CHUNK, position);
        const chunk = Buffer.alloc(length);
        await file.read(chunk, 0, length, position - length);
        const newline = chunk.lastIndexOf(NEWLINE);
        if (newline !== -1) {
            return position - length + newline + 1;
        }
        position -= length;
    }
    return 0;
}

function parse(line: string): AuditRecord | undefined {
    try {
        return AuditLine.parse(JSON.parse(line));
    } catch {
        return undefined;
    }
}
