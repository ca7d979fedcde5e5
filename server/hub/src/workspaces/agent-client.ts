import { request } from 'node:http';
import { createInterface } from 'node:readline';
import { AgentStatus, ASSERTION_HEADER, CONTROL_PATHS, type WorkspaceId } from '@longtable/common';
import type { Assertions } from '../identity/assertions.js';
import { dial } from '../runtime/dial.js';
import type { Runtime } from '../runtime/runtime.js';

/** An event stream without even a heartbeat for this long is taken as broken, in milliseconds. */
const SILENCE = 45_000;

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
    onStatus: (status: AgentStatus) => void,
    onEnd: (error: unknown) => void
): AgentSubscription {
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
        const [socket, assertion] = await Promise.all([
            dial(runtime.address(id, 'agent')),
            assertions.for({ kind: 'hub' }, id)
        ]);
        abort.signal.addEventListener('abort', () => socket.destroy(), { once: true });
        socket.setTimeout(SILENCE, () => {
            end(new Error('The agent has fallen silent.'));
        });
        if (abort.signal.aborted) {
            socket.destroy();
            return;
        }
        request({
            path: CONTROL_PATHS.events,
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
                const lines = createInterface({ input: response });
                // Both report a connection that breaks; an error nobody listens for would end the hub.
                response.on('error', end);
                lines.on('error', end);
                lines.on('line', line => {
                    if (line !== '') {
                        try {
                            onStatus(AgentStatus.parse(JSON.parse(line)));
                        } catch (error) {
                            end(error);
                        }
                    }
                });
                response.on('close', () => {
                    end(new Error('The agent closed the connection.'));
                });
            })
            .end();
    };
    connect().catch(end);
    return {
        dispose: () => {
            over = true;
            abort.abort();
        }
    };
}
