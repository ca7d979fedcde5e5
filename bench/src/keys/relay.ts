import path from 'node:path';
import { ServerProcess } from '../documents/server-process.ts';

const SCRIPT = path.join(import.meta.dirname, '../documents/servers/relay.ts');

/** A server that passes on to every other page of it what a page says. */
export class Relay {
    private constructor(
        private readonly server: ServerProcess,
        readonly url: string
    ) {}

    static async start(): Promise<Relay> {
        const server = await ServerProcess.start(SCRIPT, ['0']);
        const [, port = ''] = server.greeting.split(' ');
        return new Relay(server, `ws://127.0.0.1:${port}/bench`);
    }

    async dispose(): Promise<void> {
        await this.server.dispose();
    }
}
