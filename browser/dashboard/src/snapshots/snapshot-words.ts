import type { Snapshot, SnapshotProgress, SnapshotVisibility } from '@longtable/common';
import { byteSize, fileCount } from '../components/byte-size.js';

/** Who may open a snapshot, in words. */
export const visibilities: readonly { readonly id: SnapshotVisibility; readonly label: string }[] = [
    { id: 'link', label: 'Anyone signed in who has the link' },
    { id: 'people', label: 'Named people' },
    { id: 'me', label: 'Only me' }
];

/** How far a taking has come, in words. */
export function progressWords({ step, files, bytes, totalFiles, totalBytes }: SnapshotProgress): string {
    const of = totalFiles === undefined ? '' : ` of ${fileCount(totalFiles)}`;
    const counted = totalFiles === undefined ? fileCount(files) : files.toLocaleString('en');
    const size = `${byteSize(bytes)}${totalBytes === undefined ? '' : ` of ${byteSize(totalBytes)}`}`;
    switch (step) {
        case 'waiting':
            return 'Waiting for other snapshots…';
        case 'copying':
            return files === 0 ? 'Looking at the files…' : `Copying ${counted}${of}, ${size}…`;
        case 'holding':
            return 'Holding the programs of the workspace for a moment…';
        case 'storing':
            return 'Storing…';
    }
}

/** Of a taking, 0 to 100; undefined while nobody knows. */
export function progressPercent({ step, bytes, files, totalBytes, totalFiles }: SnapshotProgress): number | undefined {
    if (step === 'waiting' || totalBytes === undefined || totalFiles === undefined) {
        return undefined;
    }
    const share = (bytes + files) / Math.max(1, totalBytes + totalFiles);
    return step === 'copying' ? Math.min(95, 95 * share) : step === 'holding' ? 96 : 98;
}

/** What a snapshot costs and holds, in words. */
export function costWords({ bytes, files, uniqueBytes, addedBytes }: Snapshot): string {
    const cost = uniqueBytes === undefined ? `added ${byteSize(addedBytes)}` : `costs ${byteSize(uniqueBytes)}`;
    return `${byteSize(bytes)} in ${fileCount(files)}, ${cost}`;
}

/** Where a snapshot comes from, in words. */
export function lineageWords({ workspace, from }: Snapshot): string {
    const of = workspace ? `of ${workspace.name}${workspace.exists ? '' : ' (deleted)'}` : 'from a file';
    return from ? `${of}, which came from “${from.name}”` : of;
}

/** How often a snapshot was opened, in words. */
export function openedWords({ opened }: Snapshot): string {
    return opened === 0 ? 'never opened' : opened === 1 ? 'opened once' : `opened ${opened} times`;
}
