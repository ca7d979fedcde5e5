import { request } from 'node:http';
import type { Readable } from 'node:stream';
import { AgentStatus, ASSERTION_HEADER, CONTROL_PATHS, type WorkspaceId } from '@longtable/common';
import type { Assertions } from '../identity/assertions.js';
import { dial } from '../runtime/dial.js';
import type { Runtime } from '../runtime/runtime.js';
import { linesOf } from './lines-of.js';

/** An event stream without even a heartbeat for this long is taken as broken, in milliseconds. */
const SILENCE = 45_000;

/** The agent is inside the workspace, so whatever answers in its place must not fill the hub's memory. In characters. */
const LONGEST_LINE = 64 * 1024;

/** Listens to what the agent of one workspace tells. */
export interface AgentSubscription {
    dispose(): void;
}

/**
 * Follows the status of an agent until disposed. `onStatus` gets the present one and then each change; `onEnd` is
 * called once when the connection is over without having been disposed.
 */
export function followAgent(
    runtime: Runtime,
    assertions: Assertions,
    id: WorkspaceId,
    onStatus: (status: AgentStatus) => Promise<void>,
    onEnd: (error: unknown) => void
): AgentSubscription {
    const source = { runtime, assertions, id, path: CONTROL_PATHS.events };
    return followLines(source, line => onStatus(AgentStatus.parse(line)), onEnd);
}

/** Follows a stream of JSON objects, one a line, that an agent answers at one of its control paths. */
export function followLines(
    source: {
        readonly runtime: Runtime;
        readonly assertions: Assertions;
        readonly id: WorkspaceId;
        readonly path: string;
        readonly longestLine?: number;
    },
    onLine: (line: unknown) => Promise<void> | void,
    onEnd: (error: unknown) => void
): AgentSubscription {
    const { runtime, assertions, id, path, longestLine = LONGEST_LINE } = source;
    const abort = new AbortController();
    let over = false;
    const end = (error: unknown) => {
        if (!over) {
            over = true;
            abort.abort();
            onEnd(error);
        }
    };
    const connect = async () => {
        const assertion = await assertions.for({ kind: 'hub' }, id);
        // Dialled last: between here and where it is listened to, its errors would be nobody's.
        const socket = await dial(runtime.address(id, 'agent'));
        abort.signal.addEventListener('abort', () => socket.destroy(), { once: true });
        socket.setTimeout(SILENCE, () => {
            end(new Error('The agent has fallen silent.'));
        });
        if (abort.signal.aborted) {
            socket.destroy();
            return;
        }
        request({
            path,
            host: 'agent',
            headers: { [ASSERTION_HEADER]: assertion },
            createConnection: () => socket,
            signal: abort.signal
        })
            .on('error', end)
            .on('response', response => {
                if (response.statusCode !== 200) {
                    end(new Error(`The agent answered ${String(response.statusCode)}.`));
                    return;
                }
                read(response).catch(end);
            })
            .end();
    };
    const read = async (response: Readable) => {
        // One at a time: a workspace that floods its hub with changes waits until each has been stored.
        for await (const line of linesOf(response, longestLine)) {
            if (over) {
                return;
            }
            if (line !== '') {
                await onLine(JSON.parse(line));
            }
        }
        throw new Error('The agent closed the connection.');
    };
    connect().catch(end);
    return {
        dispose: () => {
            over = true;
            abort.abort();
        }
    };
}
