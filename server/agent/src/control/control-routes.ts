import { CONTROL_PATHS, type Identity, type People } from '@longtable/common';
import type { Route } from '../http/router.js';
import type { Presence } from '../presence/presence.js';
import type { StatusBoard } from './status-board.js';
import { HEARTBEAT_MILLISECONDS, streamLines } from './stream-lines.js';

export interface ControlOptions {
    readonly board: StatusBoard;
    readonly presence: Presence;
    /** Writes what people typed and is not in its file yet. */
    saveAll(): Promise<void>;
    /** Ends everything of the workspace but the agent. */
    stop(): Promise<void>;
    /** Ends the agent, once the answer to the stop is out. */
    exit(): void;
    readonly heartbeatMilliseconds?: number;
}

/** The control calls of the hub. */
export function controlRoutes(options: ControlOptions): readonly Route[] {
    const allows = (identity: Identity) => identity.kind === 'hub';
    const { board, presence, heartbeatMilliseconds = HEARTBEAT_MILLISECONDS } = options;
    return [
        {
            method: 'GET',
            path: CONTROL_PATHS.status,
            allows,
            handle: (_request, response) => {
                response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
                response.end(JSON.stringify(board.status));
            }
        },
        {
            method: 'GET',
            path: CONTROL_PATHS.events,
            allows,
            handle: (_request, response) => {
                const source = { present: () => board.status, onChange: board.onChange.bind(board) };
                streamLines(source, response, heartbeatMilliseconds);
            }
        },
        {
            method: 'GET',
            path: CONTROL_PATHS.presence,
            allows,
            handle: (_request, response) => {
                const asPeople = (people: Presence['people']): People => ({ people: [...people] });
                streamLines(
                    {
                        present: () => asPeople(presence.people),
                        onChange: listener => presence.onChange(people => listener(asPeople(people)))
                    },
                    response,
                    heartbeatMilliseconds
                );
            }
        },
        {
            method: 'POST',
            path: CONTROL_PATHS.flush,
            allows,
            handle: async (_request, response) => {
                await options.saveAll();
                response.writeHead(204).end();
            }
        },
        {
            method: 'POST',
            path: CONTROL_PATHS.stop,
            allows,
            handle: async (_request, response) => {
                await options.stop();
                response.on('close', () => options.exit());
                response.writeHead(204, { connection: 'close' });
                response.end();
            }
        }
    ];
}
