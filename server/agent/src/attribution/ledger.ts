import { readFileSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UserId, type CoAuthor } from '@longtable/common';
import { z } from 'zod';
import type { LineAuthors } from './line-authors.js';

// A static import would load it when the agent starts, wherever it is written (see bundle.mjs).
const { createHash } = process.getBuiltinModule('node:crypto');

/** More files than anybody has under way; the ones known longest are forgotten first. */
const MOST_FILES = 2000;
const MOST_LINES = 20_000;
/** Between a change and its being written, in milliseconds: nobody waits for it, and changes come together. */
const WRITE_DELAY = 1000;

const Contents = z.object({
    people: z.record(z.string(), z.object({ name: z.string(), email: z.string() })),
    files: z.record(z.string(), z.record(z.string(), z.array(UserId)))
});

/**
 * What is known of the authors of lines in documents that are not open, kept in a file outside of the workspace's folder.
 * Lines are kept as hashes: the text itself is none of the ledger's business.
 */
export class Ledger {
    private readonly people = new Map<UserId, CoAuthor>();
    private readonly files = new Map<string, ReadonlyMap<string, readonly UserId[]>>();

    private timer: NodeJS.Timeout | undefined;
    private writing: Promise<void> = Promise.resolve();

    private constructor(private readonly file: string) {}

    /** Reads the file; one that is missing or damaged is begun anew, which costs names under a commit and nothing else. */
    static open(file: string): Ledger {
        const ledger = new Ledger(file);
        const contents = Contents.safeParse(read(file));
        for (const [userId, person] of Object.entries(contents.data?.people ?? {})) {
            ledger.people.set(UserId.parse(userId), person);
        }
        for (const [path, lines] of Object.entries(contents.data?.files ?? {})) {
            ledger.files.set(path, new Map(Object.entries(lines)));
        }
        return ledger;
    }

    learn(userId: UserId, person: CoAuthor): void {
        const known = this.people.get(userId);
        if (known?.name !== person.name || known.email !== person.email) {
            this.people.set(userId, person);
            this.writeSoon();
        }
    }

    person(userId: UserId): CoAuthor | undefined {
        return this.people.get(userId);
    }

    put(path: string, authors: LineAuthors): void {
        const before = this.files.get(path);
        if (authors.size === 0 && before === undefined) {
            return;
        }
        const lines = new Map(before);
        for (const [line, users] of authors) {
            const hash = hashOf(line);
            lines.set(hash, [...new Set([...(lines.get(hash) ?? []), ...users])]);
        }
        this.files.delete(path);
        this.files.set(path, new Map([...lines].slice(-MOST_LINES)));
        for (const oldest of [...this.files.keys()].slice(0, -MOST_FILES)) {
            this.files.delete(oldest);
        }
        this.writeSoon();
    }

    get(path: string): Pick<ReadonlyMap<string, readonly UserId[]>, 'get'> | undefined {
        const lines = this.files.get(path);
        return lines && { get: line => lines.get(hashOf(line)) };
    }

    /** Writes at once what waits for it. */
    flush(): Promise<void> {
        if (this.timer !== undefined) {
            clearTimeout(this.timer);
            this.timer = undefined;
            this.writing = this.writing.then(() => this.write());
        }
        return this.writing;
    }

    private writeSoon(): void {
        this.timer ??= setTimeout(() => void this.flush(), WRITE_DELAY);
    }

    private async write(): Promise<void> {
        const contents: z.infer<typeof Contents> = {
            people: Object.fromEntries(this.people),
            files: Object.fromEntries(
                [...this.files].map(([path, lines]) => [
                    path,
                    Object.fromEntries([...lines].map(([hash, users]) => [hash, [...users]]))
                ])
            )
        };
        const temporary = `${this.file}.new`;
        try {
            await mkdir(dirname(this.file), { recursive: true, mode: 0o700 });
            await writeFile(temporary, JSON.stringify(contents), { mode: 0o600 });
            await rename(temporary, this.file);
        } catch (error) {
            // A full disk has been told elsewhere, and names under a commit are no reason to stop anybody.
            console.error('Who wrote which lines could not be kept:', error);
        }
    }
}

function hashOf(line: string): string {
    return createHash('sha256').update(line).digest('base64url').slice(0, 16);
}

function read(file: string): unknown {
    try {
        return JSON.parse(readFileSync(file, 'utf8'));
    } catch {
        return undefined;
    }
}
