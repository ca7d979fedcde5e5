import { closeSync, readSync } from 'node:fs';
import { OpenedFolder } from './opened-folder.js';

const COMMIT = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/;
const LONGEST = 4 * 1024 * 1024;

/** The commit that is checked out in a folder; undefined when it is no repository or has none yet. */
export function headCommit(folder: string): string | undefined {
    const head = readBelow(folder, ['.git', 'HEAD'])?.trim();
    if (head === undefined || COMMIT.test(head)) {
        return head;
    }
    const ref = /^ref: (refs\/\S+)$/.exec(head)?.[1];
    if (ref === undefined) {
        return undefined;
    }
    const loose = readBelow(folder, ['.git', ...ref.split('/')])?.trim();
    const packed = () =>
        readBelow(folder, ['.git', 'packed-refs'])
            ?.split('\n')
            .find(line => line.endsWith(` ${ref}`))
            ?.split(' ')[0];
    return [loose ?? packed()].find(commit => commit !== undefined && COMMIT.test(commit));
}

function readBelow(folder: string, path: readonly string[]): string | undefined {
    const names = [...path];
    const last = names.pop() ?? '';
    let opened: OpenedFolder | undefined = OpenedFolder.at(folder);
    for (const name of names) {
        const inner: OpenedFolder | undefined = opened.folder(name);
        opened.close();
        if (inner === undefined) {
            return undefined;
        }
        opened = inner;
    }
    try {
        const stat = opened.look(last);
        const file = stat?.isFile() === true ? opened.file(last, stat) : undefined;
        if (file === undefined) {
            return undefined;
        }
        try {
            const buffer = Buffer.alloc(Math.min(LONGEST, stat?.size ?? 0));
            return buffer.toString('utf8', 0, readSync(file.descriptor, buffer, 0, buffer.length, 0));
        } finally {
            closeSync(file.descriptor);
        }
    } finally {
        opened.close();
    }
}
