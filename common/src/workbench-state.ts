import { z } from 'zod';
import { WorkbenchState } from './snapshot-session.js';

/** Where a workbench reads and writes its person's state, on the origin of the workspace. */
export const WORKBENCH_STATE_PATH = '/.longtable/workbench-state';

/** Length of all names and texts of one person's state in one workspace, in UTF-16 units, that the hub keeps. */
export const LARGEST_WORKBENCH_STATE = 2 * 1024 * 1024;

const Revision = z.number().int().nonnegative();

/**
 * What the hub keeps for the one who asks. `revision` counts changes; with 0 nothing is kept yet, and `entries` are
 * what this person is to begin with.
 */
export const WorkbenchStateAnswer = z.object({ revision: Revision, entries: WorkbenchState });
export type WorkbenchStateAnswer = z.infer<typeof WorkbenchStateAnswer>;

/** Changes by name. With `since`, a name that was changed after that revision is left as it is. */
export const WorkbenchStateChange = z.object({
    since: Revision.optional(),
    set: WorkbenchState.default({}),
    remove: z.array(z.string()).max(10_000).default([])
});
export type WorkbenchStateChange = z.infer<typeof WorkbenchStateChange>;

/** The revision that the change made, and the names that were left as they are. */
export const WorkbenchStateChanged = z.object({ revision: Revision, refused: z.array(z.string()) });
export type WorkbenchStateChanged = z.infer<typeof WorkbenchStateChanged>;
