import http from 'node:http';
import { text } from 'node:stream/consumers';
import {
    ASSERTION_HEADER,
    CONTROL_PATHS,
    ErrorBody,
    LongtableError,
    messageOf,
    type WorkspaceId
} from '@longtable/common';
import type { Assertions } from '../identity/assertions.js';
import type { Runtime } from '../runtime/runtime.js';
import { ServiceAgent } from '../runtime/service-agent.js';

const FLUSH_MILLISECONDS = 10_000;

/**
 * Has the agent of a workspace write all text of people that is not in its file yet, also what waits for a save. One that
 * does not know the call has none, nor has a workspace that does not run. Throws `unavailable`, with the agent's words
 * where it has any.
 */
export async function flushDocuments(runtime: Runtime, assertions: Assertions, id: WorkspaceId): Promise<void> {
    if (!(await runtime.isRunning(id))) {
        return;
    }
    const assertion = await assertions.for({ kind: 'hub' }, id);
    const agent = new ServiceAgent(runtime.address(id, 'agent'), { keepAlive: false });
    try {
        const { status, body } = await new Promise<{ status: number; body: string }>((resolve, reject) => {
            http.request({
                agent,
                method: 'POST',
                path: CONTROL_PATHS.flush,
                headers: { [ASSERTION_HEADER]: assertion, host: 'agent' },
                signal: AbortSignal.timeout(FLUSH_MILLISECONDS)
            })
                .on('response', response => {
                    text(response).then(body => {
                        resolve({ status: response.statusCode ?? 0, body });
                    }, reject);
                })
                .on('error', reject)
                .end();
        });
        if (status !== 404 && (status < 200 || status > 299)) {
            throw new Error(wordsOf(body) ?? `The agent answered ${status}.`);
        }
    } catch (error) {
        throw new LongtableError(
            'unavailable',
            `Text that people have typed could not be written to its files, so no snapshot was taken. Nothing was lost; try again. (${messageOf(error)})`,
            { cause: error }
        );
    } finally {
        agent.destroy();
    }
}

function wordsOf(body: string): string | undefined {
    try {
        return ErrorBody.parse(JSON.parse(body)).error.message;
    } catch {
        return undefined;
    }
}
