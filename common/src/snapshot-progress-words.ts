import { byteSize, fileCount } from './byte-size.js';
import type { SnapshotProgress } from './snapshots.js';

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
