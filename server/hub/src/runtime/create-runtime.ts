import { realpathSync } from 'node:fs';
import { BubblewrapLauncher } from './bubblewrap/bubblewrap-launcher.js';
import { createLimiter } from './limits/create-limiter.js';
import { ProcessLauncher } from './process/process-launcher.js';
import type { RuntimeOptions } from './runtime-options.js';
import type { Runtime } from './runtime.js';
import { SupervisedRuntime } from './supervision/supervised-runtime.js';
import { installationName, socketRootOf } from './volumes/installation.js';
import { uidRangeOf } from './volumes/uid-range.js';
import { VolumeStore } from './volumes/volume-store.js';

/** Makes the runtime of a name. Nothing starts before `selfTest`, `recover` or `start` is called. */
export function createRuntime(name: Runtime['name'], options: RuntimeOptions): Runtime {
    const installation = installationName(options.dataDirectory);
    const socketRoot = socketRootOf(installation);
    if (name === 'process') {
        const volumes = new VolumeStore(options.dataDirectory, socketRoot, undefined);
        return new SupervisedRuntime(new ProcessLauncher(options), volumes, options);
    }
    const isRoot = process.getuid?.() === 0;
    const range = isRoot ? uidRangeOf(installation) : undefined;
    // The last one is kept for the self-test.
    const uids = range && { first: range.first, count: range.count - 1 };
    const scratchUser = range === undefined ? (process.getuid?.() ?? 0) : range.first + range.count - 1;
    const launcher = new BubblewrapLauncher(
        options,
        { ...options.parts, node: realpathSync(options.parts.node) },
        socketRoot,
        createLimiter(installation, options.limits),
        scratchUser
    );
    return new SupervisedRuntime(launcher, new VolumeStore(options.dataDirectory, socketRoot, uids), options);
}
