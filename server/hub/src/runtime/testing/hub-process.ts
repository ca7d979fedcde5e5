import { exportJWK, generateKeyPair } from 'jose';
import { pino } from 'pino';
import { createRuntime } from '../create-runtime.js';
import type { RuntimeOptions } from '../runtime-options.js';
import type { Runtime, WorkspaceSpec } from '../runtime.js';
import { inside } from './workspace-calls.js';

/** What a test tells a process that stands in for a hub. */
export interface HubOrder {
    readonly name: Runtime['name'];
    readonly options: Pick<RuntimeOptions, 'dataDirectory' | 'parts' | 'egress' | 'limits' | 'hubUrl'>;
    readonly specs: readonly WorkspaceSpec[];
    /** Start and stay, until it is killed; or use everything once and tell how it went. */
    readonly task: 'start' | 'tour';
}

/** A process of its own with a runtime in it, to be killed, or to run as another user. */
async function main(order: HubOrder): Promise<void> {
    const { publicKey, privateKey } = await generateKeyPair('EdDSA', { extractable: true });
    const runtime = createRuntime(order.name, {
        ...order.options,
        logger: pino({ level: 'silent' }),
        publicKey: await exportJWK(publicKey),
        privateKey
    });
    if (order.task === 'start') {
        console.log('ready');
        await Promise.all(order.specs.map(spec => runtime.start(spec)));
        console.log('started');
        setInterval(() => undefined, 60_000);
        return;
    }
    const report = await runtime.selfTest();
    const [spec] = order.specs;
    if (spec === undefined) {
        throw new Error('the order names no workspace');
    }
    await runtime.create(spec);
    await runtime.start(spec);
    const id = await inside(
        runtime,
        spec,
        'id -u; mkdir -p project/closed && touch project/closed/x && chmod 0 project/closed'
    );
    const stats = await runtime.stats(spec.id);
    await runtime.stop(spec.id);
    for (let round = 0; round < 10; round += 1) {
        await runtime.start(spec);
        await runtime.stop(spec.id, 0);
    }
    const running = await runtime.isRunning(spec.id);
    await runtime.destroy(spec.id);
    await runtime.dispose();
    console.log(JSON.stringify({ report, id, stats, running }));
}

await main(JSON.parse(process.argv[2] ?? '') as HubOrder);
