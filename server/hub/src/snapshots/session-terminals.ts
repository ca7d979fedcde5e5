import http from 'node:http';
import { chown, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
    ASSERTION_HEADER,
    OWN_TERMINALS_PATH,
    OwnTerminals,
    RESTORED_TERMINALS_FILE,
    type RestoredTerminals,
    type SnapshotTerminal
} from '@longtable/common';
import { ServiceAgent } from '../runtime/service-agent.js';
import type { UserRecord, WorkspaceRecord } from '../store/store.js';
import type { SnapshotContext } from './snapshot-context.js';

/** A backend that is busy keeps nobody from their snapshot, in milliseconds. */
const ANSWER_WITHIN = 5000;
/** In bytes; the backend sends about half a million characters at most. */
const LONGEST_ANSWER = 4 * 1024 * 1024;

/**
 * The terminals of one person in a workspace, for a snapshot of it. The backend is asked in the name of that person, so
 * that it tells nothing of anybody else's. None when it does not run or does not answer.
 */
export async function terminalsIn(
    { runtime, assertions, logger }: SnapshotContext,
    { id, ownerId }: WorkspaceRecord,
    { id: userId, name }: UserRecord
): Promise<readonly SnapshotTerminal[]> {
    if (!(await runtime.isRunning(id))) {
        return [];
    }
    const role = userId === ownerId ? 'owner' : 'editor';
    const agent = new ServiceAgent(runtime.address(id, 'ide'), { keepAlive: false });
    try {
        const assertion = await assertions.for({ kind: 'person', userId, name, role }, id);
        return OwnTerminals.parse(JSON.parse(await ask(agent, assertion))).terminals;
    } catch (error) {
        logger.warn({ err: error, workspace: id }, 'a snapshot is taken without terminals');
        return [];
    } finally {
        agent.destroy();
    }
}

function ask(agent: http.Agent, assertion: string): Promise<string> {
    return new Promise((resolve, reject) => {
        http.get({
            agent,
            path: OWN_TERMINALS_PATH,
            headers: { [ASSERTION_HEADER]: assertion, host: 'ide' },
            signal: AbortSignal.timeout(ANSWER_WITHIN)
        })
            .on('error', reject)
            .on('response', response => {
                let text = '';
                response.setEncoding('utf8').on('error', reject);
                response.on('data', (part: string) => {
                    text += part;
                    if (text.length > LONGEST_ANSWER) {
                        response.destroy(new Error('The answer is too long.'));
                    }
                });
                response.on('end', () => {
                    if (response.statusCode === 200) {
                        resolve(text);
                    } else {
                        reject(new Error(`The IDE answered ${String(response.statusCode)}.`));
                    }
                });
            });
    });
}

/** Hands the terminals of a snapshot to the workspace that is made of it, before its first start. */
export async function reopenTerminals(
    { runtime }: SnapshotContext,
    { id, ownerId }: WorkspaceRecord,
    terminals: readonly SnapshotTerminal[]
): Promise<void> {
    if (terminals.length === 0) {
        return;
    }
    const { home, owner } = await runtime.files(id);
    const file = join(home, RESTORED_TERMINALS_FILE);
    // Nothing of the workspace has run yet, so that there are no links to follow.
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    const content: RestoredTerminals = { owner: ownerId, terminals: [...terminals] };
    await writeFile(file, JSON.stringify(content), { mode: 0o600, flag: 'wx' });
    if (owner !== undefined) {
        await chown(dirname(file), owner, owner);
        await chown(file, owner, owner);
    }
}
