import { z } from 'zod';
import { WorkbenchState } from './snapshot-session.js';

/** Where a workbench reads and writes its person's state, on the origin of the workspace. */
export const WORKBENCH_STATE_PATH = '/.longtable/workbench-state';

/** Length of all names and texts of one person's state in one workspace, in UTF-16 units, that the hub keeps. */
export const LARGEST_WORKBENCH_STATE = 2 * 1024 * 1024;

const Revision = z.number().int().nonnegative();

/**
 * What the hub keeps for the one who asks. `revision` counts changes, and `revisions` says by which one each name was
 * changed last. With 0 nothing is kept yet, and `entries` are what this person is to begin with.
 */
export const WorkbenchStateAnswer = z.object({
    revision: Revision,
    entries: WorkbenchState,
    revisions: z.record(z.string(), Revision)
});
export type WorkbenchStateAnswer = z.infer<typeof WorkbenchStateAnswer>;

/** Changes by name; what is not named stays as it is. */
export const WorkbenchStateChange = z.object({
    set: WorkbenchState.default({}),
    remove: z.array(z.string()).max(10_000).default([])
});
export type WorkbenchStateChange = z.infer<typeof WorkbenchStateChange>;

/** The revision of what is kept after a change. */
export const WorkbenchStateChanged = z.object({ revision: Revision });
export type WorkbenchStateChanged = z.infer<typeof WorkbenchStateChanged>;
