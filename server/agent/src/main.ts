import { readFileSync } from 'node:fs';
import { EarlySocket } from './http/early-socket.js';

/** In milliseconds: longer than processes get to end in order, and text to be written. */
const LONGEST_STOP = 30_000;

/**
 * First process of a workspace. It listens before it loads what checks and answers requests, because loading takes
 * about as long as all of Node's own start.
 */
async function main(): Promise<void> {
    const file = process.env['LONGTABLE_AGENT_CONFIGURATION'];
    if (file === undefined) {
        throw new Error(
            'LONGTABLE_AGENT_CONFIGURATION must hold the path of the configuration that the hub has written.'
        );
    }
    const raw = JSON.parse(readFileSync(file, 'utf8')) as { sockets: { agent: string } };
    const socket = new EarlySocket();
    await socket.listen(raw.sockets.agent);
    const agentReady = performance.now();

    const { createAgent } = await import('./agent.js');
    const agent = createAgent(raw, file, agentReady);
    process.on('exit', () => agent.dispose());
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
        process.on(signal, () => {
            // Whatever hangs, such as a log whose disk is gone, an agent that was told to end ends.
            setTimeout(() => process.exit(1), LONGEST_STOP).unref();
            void agent.stop().finally(() => process.exit(0));
        });
    }
    await agent.start(socket);
}

main().catch((error: unknown) => {
    console.error('The agent could not start:', error);
    process.exit(1);
});
