import { realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { WorkerCommand } from '../snapshots/worker/run-job.js';
import type { RuntimeOptions } from '../runtime/runtime-options.js';

/** Where the built parts of Longtable are, from the place of this file. */
const root = resolve(import.meta.dirname, '../../../..');

/** Static files of the dashboard. */
export const dashboardDirectory = join(root, 'browser/dashboard/dist');

/** Static files of the workbench, with `build.json` beside them. */
export const workbenchDirectory = join(root, 'server/ide/dist');

/** What is mounted into every sandbox. */
export const sandboxParts: RuntimeOptions['parts'] = {
    node: realpathSync(process.execPath),
    agent: join(root, 'server/agent/dist'),
    ide: join(root, 'server/ide/dist/backend'),
    plugins: join(root, 'plugins/built-in')
};

/** The parts that a hub works with: those of this installation, but in tests. */
export interface HubParts {
    readonly dashboardDirectory: string;
    readonly workbenchDirectory: string;
    readonly sandboxParts: RuntimeOptions['parts'];
    /** Starts a worker for the contents of snapshots, when it is not the built one. */
    readonly snapshotWorker?: WorkerCommand;
}

export const installedParts: HubParts = { dashboardDirectory, workbenchDirectory, sandboxParts };
