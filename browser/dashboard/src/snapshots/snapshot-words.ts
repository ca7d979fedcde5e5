import { byteSize, fileCount, type Snapshot, type SnapshotVisibility } from '@longtable/common';

/** Who may open a snapshot, in words. */
export const visibilities: readonly { readonly id: SnapshotVisibility; readonly label: string }[] = [
    { id: 'link', label: 'Anyone signed in who has the link' },
    { id: 'people', label: 'Named people' },
    { id: 'me', label: 'Only me' }
];

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
