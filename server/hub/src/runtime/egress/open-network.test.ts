import net from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Runtime } from '../runtime.js';
import { processesWith } from '../testing/processes.js';
import { RuntimeFixture } from '../testing/runtime-fixture.js';
import { inside } from '../testing/workspace-calls.js';

const isRoot = process.getuid?.() === 0;
let fixture: RuntimeFixture;
let runtime: Runtime;

beforeAll(async () => {
    fixture = await RuntimeFixture.create({ egress: { mode: 'open', allow: [] } });
    runtime = fixture.runtime('bubblewrap');
});
afterAll(async () => {
    await fixture.dispose();
});

test('an ordinary user is told to use the proxy; root gets a network that does not lead to this machine', async () => {
    if (!isRoot) {
        await expect(runtime.selfTest()).rejects.toMatchObject({
            code: 'runtime-unavailable',
            message: expect.stringContaining('LONGTABLE_EGRESS=proxy') as string
        });
        return;
    }
    expect((await runtime.selfTest()).egress).toContain('slirp4netns');
    const spec = fixture.spec();
    await runtime.create(spec);
    await runtime.start(spec);

    const routes = (await inside(runtime, spec, 'ip route')).stdout;
    expect(routes).toContain('default via 10.0.2.2');
    for (const range of ['10.0.0.0/8', '169.254.0.0/16', '192.168.0.0/16', '100.64.0.0/10']) {
        expect(routes).toContain(`prohibit ${range}`);
    }
    expect((await inside(runtime, spec, 'ip route del prohibit 10.0.0.0/8')).code).not.toBe(0);
    expect((await inside(runtime, spec, 'env')).stdout).not.toContain('http_proxy');

    let reached = 0;
    const listener = net.createServer(socket => {
        reached += 1;
        socket.destroy();
    });
    await new Promise<void>(resolve => listener.listen(0, '0.0.0.0', resolve));
    const { port } = listener.address() as net.AddressInfo;
    const own = Object.values(networkInterfaces())
        .flatMap(addresses => addresses ?? [])
        .filter(({ family }) => family === 'IPv4')
        .map(({ address }) => address);
    for (const address of [...own, '10.0.2.2', '169.254.169.254', '192.168.1.1']) {
        const attempt = `timeout 3 bash -c 'exec 3<>/dev/tcp/${address}/${port}'`;
        const { code } = await inside(runtime, spec, attempt);
        // slirp4netns itself takes the connection to the gateway, and then drops it.
        expect(address === '10.0.2.2' || code !== 0, address).toBe(true);
    }
    expect(reached).toBe(0);
    await new Promise(resolve => listener.close(resolve));

    const next = fixture.runtime('bubblewrap');
    await runtime.dispose();
    runtime = next;
    expect((await next.recover()).running).toEqual([spec.id]);
    expect((await inside(next, spec, 'ip route')).stdout).toContain('default via 10.0.2.2');
    await next.stop(spec.id);
    expect(processesWith(fixture.socketRoot)).toEqual([]);
    expect(processesWith('tap0')).toEqual([]);
});
