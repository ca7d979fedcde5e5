import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { ASSERTION_HEADER, CONTROL_PATHS, LongtableError, signAssertion, type WorkspaceId } from '@longtable/common';
import type { CryptoKey } from 'jose';
import { dial } from '../dial.js';
import type { ServiceAddress } from '../runtime.js';
import { ServiceAgent } from '../service-agent.js';
import type { Sandbox } from './launcher.js';
import { logTail } from './log-tail.js';

/** An agent that ended is noticed at once; one that lives may be slow on a machine with much to do. */
const START_MILLISECONDS = 60_000;
const POLL_MILLISECONDS = 10;

/**
 * Waits until the agent of a sandbox accepts connections. Throws with the agent's own words when it does not, and the
 * signal's reason when nobody wants it any more.
 */
export async function untilAgentListens(
    address: ServiceAddress,
    sandbox: Sandbox,
    log: string,
    signal?: AbortSignal
): Promise<void> {
    const deadline = Date.now() + START_MILLISECONDS;
    for (;;) {
        signal?.throwIfAborted();
        const alive = sandbox.isAlive();
        try {
            (await dial(address)).destroy();
            return;
        } catch (error) {
            if (!alive || Date.now() > deadline) {
                const words = await logTail(log);
                const what = alive ? 'did not answer within a minute' : `ended at once. ${sandbox.reason()}`;
                throw new LongtableError('unavailable', `The workspace ${what}${words === '' ? '.' : `: ${words}`}`, {
                    cause: error
                });
            }
        }
        await sleep(POLL_MILLISECONDS);
    }
}

/** Asks the agent to stop what it runs, in order. Resolves when it has, cannot, or the time is over. */
export async function askAgentToStop(
    id: WorkspaceId,
    address: ServiceAddress,
    privateKey: CryptoKey,
    graceMilliseconds: number
): Promise<void> {
    if (graceMilliseconds <= 0) {
        return;
    }
    const assertion = await signAssertion({ kind: 'hub' }, id, privateKey);
    const agent = new ServiceAgent(address, { keepAlive: false });
    await new Promise<void>(resolve => {
        const request = http.request({
            agent,
            method: 'POST',
            path: CONTROL_PATHS.stop,
            headers: { [ASSERTION_HEADER]: assertion, host: 'agent' },
            signal: AbortSignal.timeout(graceMilliseconds)
        });
        // Whatever comes of it, the processes are ended next.
        request.on('response', response => response.resume().on('close', resolve));
        request.on('error', () => {
            resolve();
        });
        request.end();
    });
    agent.destroy();
}
