import type { ServerResponse } from 'node:http';
import type { Disposable } from '../disposable.js';

export const HEARTBEAT_MILLISECONDS = 15_000;

/** A value that changes, for a stream of it. */
export interface Changing<T> {
    present(): T;
    onChange(listener: (value: T) => void): Disposable;
}

/**
 * Answers with the present value and then each change, one JSON object a line, until the hub closes. An empty line now
 * and then shows the hub that the agent is alive, and the agent that the hub is.
 */
export function streamLines<T>(source: Changing<T>, response: ServerResponse, heartbeatMilliseconds: number): void {
    response.writeHead(200, { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' });
    response.write(`${JSON.stringify(source.present())}\n`);
    const listening = source.onChange(value => response.write(`${JSON.stringify(value)}\n`));
    const heartbeat = setInterval(() => response.write('\n'), heartbeatMilliseconds);
    response.on('close', () => {
        listening.dispose();
        clearInterval(heartbeat);
    });
}
