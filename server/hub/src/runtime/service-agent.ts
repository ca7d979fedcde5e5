import http from 'node:http';
import type { Duplex } from 'node:stream';
import { dial } from './dial.js';
import type { ServiceAddress } from './runtime.js';

/**
 * An agent for `http.request` that connects with `dial()` and keeps connections open between requests. It belongs to
 * one address, whatever host a request names; `destroy()` it when the workspace stops.
 */
export class ServiceAgent extends http.Agent {
    constructor(
        private readonly address: ServiceAddress,
        options: http.AgentOptions = {}
    ) {
        super({ keepAlive: true, ...options });
    }

    override getName(): string {
        return this.address.kind;
    }

    override createConnection(
        _options: http.ClientRequestArgs,
        callback?: (error: Error | null, stream: Duplex) => void
    ): undefined {
        dial(this.address).then(
            socket => callback?.(null, socket),
            (error: unknown) => {
                // Node calls back with the error alone; its type asks for a stream as well.
                (callback as ((error: unknown) => void) | undefined)?.(error);
            }
        );
        return undefined;
    }
}
