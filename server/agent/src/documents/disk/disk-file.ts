import {
    accessSync,
    closeSync,
    constants,
    ftruncateSync,
    openSync,
    readFileSync,
    renameSync,
    rmSync,
    writeSync
} from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import {
    isFresh,
    isLink,
    sameState,
    stampAt,
    stampNow,
    stampOfOpen,
    type FileIdentity,
    type FileStamp
} from './file-stamp.js';
import { ReplacedFile } from './replaced-file.js';
import { hashOf } from './hash-of.js';
import type { TemporaryFolder } from './temporary-folder.js';

/** What one finds at the path of a document. */
export type Look =
    | { readonly kind: 'same' }
    | { readonly kind: 'missing' }
    | { readonly kind: 'unreadable'; readonly reason: string; readonly stamp: FileStamp }
    | { readonly kind: 'changed'; readonly bytes: Buffer; readonly hash: string; readonly stamp: FileStamp };

/** What must be at a path for it to be replaced. */
export type Expected = 'known' | 'nothing' | 'anything';

/** The file of a document: what of it is known, and how it is replaced. */
export class DiskFile {
    private known:
        { readonly hash: string; readonly stamp: FileStamp | undefined; readonly fresh: boolean } | undefined;

    private seen: FileIdentity | undefined;

    constructor(
        public path: string,
        private readonly temporary: TemporaryFolder,
        private readonly largest: number
    ) {}

    /** Which file was at the path the last time that there was one. */
    get identity(): FileIdentity | undefined {
        return this.seen;
    }

    /** The hash of what the file is known to hold. */
    get hash(): string | undefined {
        return this.known?.hash;
    }

    /** Says what the file is known to hold. */
    know(hash: string, stamp: FileStamp | undefined): void {
        this.seen = stamp ?? this.seen;
        this.known = { hash, stamp, fresh: stamp === undefined || isFresh(stamp) };
    }

    /** Says what it was known to hold in an earlier life; the next look reads it. */
    recall(hash: string, identity: FileIdentity | undefined): void {
        this.seen = identity;
        this.known = { hash, stamp: undefined, fresh: true };
    }

    async look(): Promise<Look> {
        const stamp = await stampAt(this.path);
        if (stamp === undefined) {
            return { kind: 'missing' };
        }
        this.seen = stamp;
        const { known } = this;
        if (known?.stamp !== undefined && !known.fresh && sameState(stamp, known.stamp)) {
            return { kind: 'same' };
        }
        if (!stamp.regular) {
            return { kind: 'unreadable', reason: 'There is no regular file at its path any more.', stamp };
        }
        if (stamp.size > this.largest) {
            return { kind: 'unreadable', reason: 'The file has become too large to be shared.', stamp };
        }
        return this.read();
    }

    /** What the file's stamp is now; undefined when it is gone. */
    stampNow(): FileStamp | undefined {
        return stampNow(this.path);
    }

    /** What the file holds. Only what is not known already is told as changed, unless `anyway`. */
    async read(anyway = false): Promise<Look> {
        let handle;
        try {
            handle = await open(this.path, 'r');
        } catch (error) {
            if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
                return { kind: 'missing' };
            }
            throw error;
        }
        try {
            const stamp = stampOfOpen(handle.fd);
            const bytes = await handle.readFile();
            const found = hashOf(bytes);
            if (!anyway && found === this.known?.hash) {
                this.know(found, stamp);
                return { kind: 'same' };
            }
            return { kind: 'changed', bytes, hash: found, stamp };
        } finally {
            await handle.close();
        }
    }

    /**
     * Puts bytes in place of the file, whole. Returns undefined, and leaves everything as it is, when there is not what is
     * expected. `announce` is told where the bytes are before they are moved, and `retract` that they are not moved after
     * all, while they are still there: without them one would take it that they were.
     */
    async replace(
        bytes: Buffer,
        hash: string,
        expected: Expected,
        announce: (temporary: string) => Promise<void>,
        retract: () => Promise<void>
    ): Promise<ReplacedFile | undefined> {
        const before = await stampAt(this.path);
        if (!this.isExpected(before, expected)) {
            return undefined;
        }
        if (before === undefined) {
            await mkdir(dirname(this.path), { recursive: true });
        } else {
            // Moving a file into place asks nobody whether the one that was there may be written.
            accessSync(this.path, constants.W_OK);
        }
        const temporary = await this.temporary.write(bytes, before);
        let replaced: ReplacedFile | undefined;
        try {
            await announce(temporary);
            replaced = this.moveInto(temporary, { bytes, hash }, before, expected);
            return replaced;
        } finally {
            if (replaced === undefined) {
                await retract();
            }
            rmSync(temporary, { force: true });
        }
    }

    private isExpected(stamp: FileStamp | undefined, expected: Expected): boolean {
        switch (expected) {
            case 'anything':
                return stamp?.regular ?? true;
            case 'nothing':
                return stamp === undefined;
            case 'known':
                return stamp !== undefined && this.known?.stamp !== undefined && sameState(stamp, this.known.stamp);
        }
    }

    /** From here on nothing waits: what is checked is still true when the file is replaced. */
    private moveInto(
        temporary: string,
        { bytes, hash }: { readonly bytes: Buffer; readonly hash: string },
        before: FileStamp | undefined,
        expected: Expected
    ): ReplacedFile | undefined {
        const old = new ReplacedFile(this.path, expected === 'known' ? this.known?.hash : undefined);
        try {
            if (!this.isUntouched(expected)) {
                old.close();
                return undefined;
            }
            const stamp = stampOfFile(temporary);
            const several = before !== undefined && (before.links > 1 || isLink(this.path));
            if (several || !move(temporary, this.path)) {
                old.close();
                this.writeInPlace(bytes);
            } else {
                this.know(hash, stamp);
            }
            return old;
        } catch (error) {
            old.close();
            throw error;
        }
    }

    private isUntouched(expected: Expected): boolean {
        const now = this.stampNow();
        if (!this.isExpected(now, expected)) {
            return false;
        }
        const sure = expected !== 'known' || now === undefined || !isFresh(now);
        return sure || hashOf(readFileSync(this.path)) === this.known?.hash;
    }

    private writeInPlace(bytes: Buffer): void {
        try {
            overwrite(this.path, bytes);
        } finally {
            // Also a part that was written before the disk was full is the agent's own, and no change from outside.
            this.know(hashOf(readFileSync(this.path)), this.stampNow());
        }
    }
}

/** False where nothing can be moved to; the file is to be written where it is then. */
function move(from: string, to: string): boolean {
    try {
        renameSync(from, to);
        return true;
    } catch (error) {
        const code = error instanceof Error && 'code' in error ? error.code : undefined;
        if (code === 'EXDEV' || code === 'EACCES' || code === 'EPERM' || code === 'EBUSY') {
            return false;
        }
        throw error;
    }
}

function overwrite(path: string, bytes: Buffer): void {
    const descriptor = openSync(path, constants.O_WRONLY | constants.O_CREAT, 0o666);
    try {
        for (let offset = 0; offset < bytes.length;) {
            offset += writeSync(descriptor, bytes, offset, bytes.length - offset, offset);
        }
        ftruncateSync(descriptor, bytes.length);
    } finally {
        closeSync(descriptor);
    }
}

function stampOfFile(path: string): FileStamp {
    const stamp = stampNow(path);
    if (stamp === undefined) {
        throw new Error(`What was written for a file is gone: ${path}`);
    }
    return stamp;
}
