import { SecretList, Snapshot, type TakeSnapshot } from '@longtable/common';
import { inject, injectable } from '@theia/core/shared/inversify';
import { requestHub } from '../context/hub-request';
import { LayoutCapture } from '../layout/layout-capture';

/** Takes snapshots of this workspace. Calls reject with a sentence for people. */
export const SnapshotService = Symbol('SnapshotService');
export interface SnapshotService {
    /** Files that look like secrets. */
    secrets(): Promise<SecretList>;
    /** Begins to take one, of the workspace as this page shows it now. */
    take(wish: TakeSnapshot): Promise<Snapshot>;
    /** How far one has come. */
    look(id: string): Promise<Snapshot>;
    /** Ends one that is being taken, of which nothing is kept then; or forgets one that has failed. */
    cancel(id: string): Promise<void>;
}

/** A layout that does not get to the hub is no reason to wait longer, in milliseconds. */
const LAYOUT_WITHIN_MS = 3000;
const NOTHING_TAKEN = 'No snapshot was taken.';

@injectable()
export class DefaultSnapshotService implements SnapshotService {
    @inject(LayoutCapture)
    protected readonly layout: LayoutCapture;

    async secrets(): Promise<SecretList> {
        return SecretList.parse(
            await requestHub({ method: 'GET', path: '/snapshots/secrets', kept: 'Nobody looked for secrets.' })
        );
    }

    async take(wish: TakeSnapshot): Promise<Snapshot> {
        const late = new Promise(resolve => window.setTimeout(resolve, LAYOUT_WITHIN_MS));
        await Promise.race([this.layout.captureAndSend(), late]);
        return Snapshot.parse(
            await requestHub({ method: 'POST', path: '/snapshots', body: wish, kept: NOTHING_TAKEN })
        );
    }

    async look(id: string): Promise<Snapshot> {
        const kept = 'How far the snapshot has come is not known; it goes on.';
        return Snapshot.parse(await requestHub({ method: 'GET', path: pathOf(id), kept }));
    }

    async cancel(id: string): Promise<void> {
        await requestHub({ method: 'DELETE', path: pathOf(id), kept: 'The snapshot goes on.' });
    }
}

function pathOf(id: string): string {
    return `/snapshots/${encodeURIComponent(id)}`;
}
