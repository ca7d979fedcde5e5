import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { LongtableError } from '@longtable/common';
import { EgressProxy } from '../egress/egress-proxy.js';
import { openNetwork } from '../egress/open-network.js';
import type { ProcessGroup } from '../limits/limits.js';
import type { RuntimeOptions } from '../runtime-options.js';
import { readLaunchRecord } from '../supervision/launch-record.js';
import { signal } from '../supervision/process-identity.js';
import type { Volume } from '../volumes/volume.js';
import { readSandboxStatus } from './sandbox-status.js';

/** What is beside a sandbox for its way out of it. */
export interface Attachment {
    /** Ends what runs beside the sandbox. */
    kill(): void;
    /** Lets go of what is in this process. */
    release(): Promise<void>;
}

const EGRESS_SOCKET = 'egress.sock';
const CHILD_MILLISECONDS = 10_000;

/** What a sandbox needs before it begins, or after the hub has started anew. */
export async function attach(volume: Volume, options: RuntimeOptions): Promise<Attachment> {
    const proxy =
        options.egress.mode === 'proxy'
            ? await EgressProxy.start({
                  path: join(volume.hub, EGRESS_SOCKET),
                  owner: volume.uid,
                  allow: options.egress.allow,
                  logger: options.logger.child({ workspace: volume.id })
              })
            : undefined;
    let closed: Promise<void> | undefined;
    return {
        kill: () => {
            const record = readLaunchRecord(networkRecordOf(volume));
            if (record !== undefined) {
                signal(record, 'SIGKILL');
            }
        },
        release: () => (closed ??= proxy?.close() ?? Promise.resolve())
    };
}

/** Gives a sandbox that waits to begin its network. */
export async function attachNetwork(volume: Volume, group: ProcessGroup, status: string): Promise<void> {
    const deadline = Date.now() + CHILD_MILLISECONDS;
    let pid: number | undefined;
    while ((pid = readSandboxStatus(status).childPid) === undefined) {
        if (Date.now() > deadline) {
            throw new LongtableError('unavailable', 'The sandbox did not start.');
        }
        await sleep(2);
    }
    await openNetwork(pid, group, networkRecordOf(volume));
}

function networkRecordOf(volume: Volume): string {
    return join(volume.state, 'network');
}
