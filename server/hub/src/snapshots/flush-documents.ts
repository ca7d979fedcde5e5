import http from 'node:http';
import { ASSERTION_HEADER, CONTROL_PATHS, LongtableError, type WorkspaceId } from '@longtable/common';
import type { Assertions } from '../identity/assertions.js';
import type { Runtime } from '../runtime/runtime.js';
import { ServiceAgent } from '../runtime/service-agent.js';

const FLUSH_MILLISECONDS = 10_000;

/**
 * Has the agent of a workspace write all text of people that is not in its file yet. One that does not know the call has
 * none, nor has a workspace that does not run. Throws `unavailable`.
 */
export async function flushDocuments(runtime: Runtime, assertions: Assertions, id: WorkspaceId): Promise<void> {
    if (!(await runtime.isRunning(id))) {
        return;
    }
    const assertion = await assertions.for({ kind: 'hub' }, id);
    const agent = new ServiceAgent(runtime.address(id, 'agent'), { keepAlive: false });
    try {
        const status = await new Promise<number>((resolve, reject) => {
            http.request({
                agent,
                method: 'POST',
                path: CONTROL_PATHS.flush,
                headers: { [ASSERTION_HEADER]: assertion, host: 'agent' },
                signal: AbortSignal.timeout(FLUSH_MILLISECONDS)
            })
                .on('response', response => {
                    response.resume().on('error', reject);
                    resolve(response.statusCode ?? 0);
                })
                .on('error', reject)
                .end();
        });
        if (status !== 404 && (status < 200 || status > 299)) {
            throw new Error(`The agent answered ${status}.`);
        }
    } catch (error) {
        throw new LongtableError(
            'unavailable',
            'Text that people have typed could not be written to its files, so no snapshot was taken. Nothing was lost; try again.',
            { cause: error }
        );
    } finally {
        agent.destroy();
    }
}
