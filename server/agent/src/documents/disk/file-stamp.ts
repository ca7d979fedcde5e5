import { fstatSync, lstatSync, statSync, type BigIntStats } from 'node:fs';
import { lstat, stat } from 'node:fs/promises';

/** What tells a file from every other, wherever it lies. An inode alone is used again as soon as a file is gone. */
export interface FileIdentity {
    readonly device: string;
    readonly inode: string;
    /** When it was made, in nanoseconds. */
    readonly born: string;
}

/** What tells one state of a file from another without reading it. */
export interface FileStamp extends FileIdentity {
    readonly size: bigint;
    readonly modified: bigint;
    readonly mode: number;
    readonly links: number;
    readonly owner: number;
    readonly group: number;
    readonly regular: boolean;
}

/** File systems keep times in steps of a few milliseconds: what was changed this lately may change again unnoticed. */
const STEP_MILLISECONDS = 50;

/** The stamp of what a path leads to, or undefined where there is nothing. */
export async function stampAt(path: string): Promise<FileStamp | undefined> {
    try {
        return stampOf(await stat(path, { bigint: true }));
    } catch (error) {
        nothing(error);
        return;
    }
}

/** The same without waiting, for the moment before a file is replaced. */
export function stampNow(path: string): FileStamp | undefined {
    try {
        return stampOf(statSync(path, { bigint: true }));
    } catch (error) {
        nothing(error);
        return;
    }
}

export function stampOfOpen(descriptor: number): FileStamp {
    return stampOf(fstatSync(descriptor, { bigint: true }));
}

export function isLink(path: string): boolean {
    return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}

/** Whether there is anything under this name, be it a link to nothing. */
export function isTaken(path: string): Promise<boolean> {
    return lstat(path).then(
        () => true,
        () => false
    );
}

/** Whether it is the same file, not changed since as far as its stamp shows. */
export function sameState(one: FileStamp, other: FileStamp): boolean {
    return sameFile(one, other) && one.size === other.size && one.modified === other.modified;
}

/** Whether it is the same file, wherever it lies. */
export function sameFile(one: FileIdentity, other: FileIdentity): boolean {
    return one.device === other.device && one.inode === other.inode && one.born === other.born;
}

export function identityOf({ device, inode, born }: FileIdentity): FileIdentity {
    return { device, inode, born };
}

/** Whether a change right after the stamp was taken might not show in another stamp. */
export function isFresh(stamp: FileStamp): boolean {
    return Date.now() - Number(stamp.modified / 1_000_000n) < STEP_MILLISECONDS;
}

function stampOf(stats: BigIntStats): FileStamp {
    return {
        device: String(stats.dev),
        inode: String(stats.ino),
        born: String(stats.birthtimeNs),
        size: stats.size,
        modified: stats.mtimeNs,
        mode: Number(stats.mode) & 0o7777,
        links: Number(stats.nlink),
        owner: Number(stats.uid),
        group: Number(stats.gid),
        regular: stats.isFile()
    };
}

function nothing(error: unknown): undefined {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP') {
        return undefined;
    }
    throw error;
}
