import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { commitAddressOf, commitNameOf, type CoAuthor, type Person, type UserId } from '@longtable/common';
import { addedLines } from './added-lines.js';
import type { Ledger } from './ledger.js';
import { lineAuthors, type LineAuthors } from './line-authors.js';
import type { LiveDocument } from '../documents/live-document.js';

const LARGEST_PATCH = 32 * 1024 * 1024;

export interface AttributionOptions {
    /** The workspace's folder. */
    readonly folder: string;
    readonly ledger: Ledger;
    /** The documents that are open now. */
    readonly open: () => Iterable<Pick<LiveDocument, 'doc' | 'ownerOf' | 'metadata'>>;
}

/** Knows whose live edits stand in changes that are not committed yet. */
export class Attribution {
    constructor(private readonly options: AttributionOptions) {}

    /** Somebody came who may edit: their name and address are needed when they have left again. */
    learn(person: Person): void {
        this.options.ledger.learn(person.userId, { name: commitNameOf(person), email: commitAddressOf(person) });
    }

    /** A document is about to be let go of. What is known of its lines is kept. */
    keep(document: Pick<LiveDocument, 'doc' | 'ownerOf' | 'metadata'>): void {
        this.options.ledger.put(document.metadata.path, lineAuthors(document));
    }

    /** Writes down what was learned and kept and is not on disk yet. */
    flush(): Promise<void> {
        return this.options.ledger.flush();
    }

    /** Everybody but one person whose live edits the staged changes hold, in the order of their names. */
    async coAuthors(me: UserId): Promise<CoAuthor[]> {
        const { ledger, open } = this.options;
        const staged = addedLines(await this.stagedPatch());
        const live = new Map<string, LineAuthors>();
        for (const document of open()) {
            if (staged.has(document.metadata.path)) {
                live.set(document.metadata.path, lineAuthors(document));
            }
        }
        const found = new Set<UserId>();
        for (const [path, lines] of staged) {
            for (const authors of [live.get(path), ledger.get(path)]) {
                for (const line of authors === undefined ? [] : lines) {
                    authors?.get(line.trim())?.forEach(author => found.add(author));
                }
            }
        }
        found.delete(me);
        return [...found]
            .flatMap(userId => ledger.person(userId) ?? [])
            .sort((one, other) => one.name.localeCompare(other.name));
    }

    private async stagedPatch(): Promise<string> {
        const { folder } = this.options;
        try {
            const { stdout } = await promisify(execFile)(
                'git',
                [
                    'diff',
                    '--cached',
                    '--unified=0',
                    '--no-color',
                    '--no-ext-diff',
                    '--no-textconv',
                    '--relative',
                    '--src-prefix=a/',
                    '--dst-prefix=b/'
                ],
                { cwd: folder, maxBuffer: LARGEST_PATCH, env: { ...process.env, GIT_OPTIONAL_LOCKS: '0' } }
            );
            return stdout;
        } catch {
            // No repository, or a change too large for anybody to have typed: there is nobody to name.
            return '';
        }
    }
}
