import type { ServerResponse } from 'node:http';
import { CONTROL_PATHS, type Identity } from '@longtable/common';
import type { Route } from '../http/router.js';
import type { StatusBoard } from './status-board.js';

const HEARTBEAT_MILLISECONDS = 15_000;

export interface ControlOptions {
    readonly board: StatusBoard;
    /** Ends everything of the workspace but the agent. */
    stop(): Promise<void>;
    /** Ends the agent, once the answer to the stop is out. */
    exit(): void;
    readonly heartbeatMilliseconds?: number;
}

/** The control calls of the hub. */
export function controlRoutes(options: ControlOptions): readonly Route[] {
    const allows = (identity: Identity) => identity.kind === 'hub';
    return [
        {
            method: 'GET',
            path: CONTROL_PATHS.status,
            allows,
            handle: (_request, response) => {
                response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
                response.end(JSON.stringify(options.board.status));
            }
        },
        {
            method: 'GET',
            path: CONTROL_PATHS.events,
            allows,
            handle: (_request, response) =>
                streamEvents(options.board, response, options.heartbeatMilliseconds ?? HEARTBEAT_MILLISECONDS)
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

/** An empty line now and then shows the hub that the agent is alive, and the agent that the hub is. */
function streamEvents(board: StatusBoard, response: ServerResponse, heartbeatMilliseconds: number): void {
    response.writeHead(200, { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' });
    response.write(`${JSON.stringify(board.status)}\n`);
    const listening = board.onChange(status => response.write(`${JSON.stringify(status)}\n`));
    const heartbeat = setInterval(() => response.write('\n'), heartbeatMilliseconds);
    response.on('close', () => {
        listening.dispose();
        clearInterval(heartbeat);
    });
}
