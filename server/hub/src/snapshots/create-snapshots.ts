import type { Workspaces } from '../workspaces/workspaces.js';
import { BaseTrees } from './base-trees.js';
import { Collector, type CollectorOptions } from './collector.js';
import { ContentGuard } from './content-guard.js';
import { Openings } from './openings.js';
import type { SnapshotContext } from './snapshot-context.js';
import { SnapshotLinks } from './snapshot-links.js';
import { SnapshotRecords } from './snapshot-records.js';
import { Snapshots } from './snapshots.js';
import { Takings } from './takings.js';

/** Unfinished remains and what was deleted while somebody used it are looked for this often, in milliseconds. */
const COLLECT_INTERVAL = 60 * 60 * 1000;

export interface CreateSnapshotsOptions
    extends
        Omit<SnapshotContext, 'links' | 'guard' | 'collector' | 'trees'>,
        Omit<CollectorOptions, 'guard' | 'trees' | 'onMeasured'> {
    readonly secret: string;
    readonly hubUrl: string;
    readonly workspaces: () => Workspaces;
}

/** What the calls about snapshots work with. */
export interface SnapshotParts {
    readonly objects: Snapshots;
    readonly takings: Takings;
    readonly openings: Openings;
}

/** Puts the parts of snapshots together. `begin` collects what an earlier hub has left. */
export function createSnapshots(options: CreateSnapshotsOptions) {
    const guard = new ContentGuard();
    const trees = new BaseTrees(options.content, options.worker, options.logger);
    const collector = new Collector({ ...options, guard, trees });
    const context: SnapshotContext = {
        ...options,
        guard,
        collector,
        trees,
        links: new SnapshotLinks(options.secret, options.hubUrl)
    };
    const records = new SnapshotRecords(options.store);
    const takings = new Takings(context);
    const openings = new Openings(context, records, options.workspaces);
    const objects = new Snapshots(context, records, takings);
    const interval = setInterval(() => void collector.request(), COLLECT_INTERVAL);
    return {
        parts: { objects, takings, openings } satisfies SnapshotParts,
        begin: () => void collector.request(),
        dispose: async () => {
            clearInterval(interval);
            await takings.dispose();
            await collector.dispose();
        }
    };
}
