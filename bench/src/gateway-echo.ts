import { createPrivateKey } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { SignJWT } from 'jose';
import { WebSocket, type ClientOptions } from 'ws';
import type { HubSession } from './hub-session.ts';
import type { Table } from './report.ts';
import { median, percentile } from './statistics.ts';

const ROUNDS = 5;
const PINGS = 400;

/** What the hub adds to a WebSocket's round trip: the IDE backend's own answer to a ping, through the hub and past it. */
export async function benchGatewayEcho(session: HubSession): Promise<Table> {
    const { id } = await session.create();
    const through: number[] = [];
    const past: number[] = [];
    const added: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
        const [one, other] = [await pings(await throughHub(session, id)), await pings(await pastHub(session, id))];
        through.push(...one);
        past.push(...other);
        added.push(median(one) - median(other));
    }
    await session.remove(id);
    return {
        title: `WebSocket round trip to the IDE backend, ${String(ROUNDS)} rounds of ${String(PINGS)} pings in turn (ms)`,
        columns: ['', 'median', 'p95', 'p99'],
        rows: [
            ['through the hub', median(through), percentile(through, 95), percentile(through, 99)],
            ['straight to its socket', median(past), percentile(past, 95), percentile(past, 99)],
            ['added by the hub', median(added), '', '']
        ],
        notes: ['To be at most 1 ms at the median.']
    };
}

async function throughHub(session: HubSession, id: string): Promise<WebSocket> {
    const { port } = new URL(session.hub.url);
    const host = `${id}.localhost:${port}`;
    const cookie = await session.enter(id);
    return opened(`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`, {
        headers: { host, cookie, origin: `http://${host}` }
    });
}

/** Without the hub nobody vouches for a client, so the benchmark signs for itself with the key of its own hub. */
async function pastHub(session: HubSession, id: string): Promise<WebSocket> {
    const jwk = JSON.parse(await readFile(path.join(session.dataDirectory, 'signing-key.json'), 'utf8')) as Record<
        string,
        string
    >;
    const identity = { kind: 'person', userId: 'bench', name: 'Bench', role: 'owner' };
    const assertion = await new SignJWT({ identity })
        .setProtectedHeader({ alg: 'EdDSA' })
        .setIssuer('longtable-hub')
        .setAudience(id)
        .setIssuedAt()
        .setExpirationTime('30s')
        .sign(createPrivateKey({ key: jwk, format: 'jwk' }));
    const socket = await socketOf(id);
    const { port } = new URL(session.hub.url);
    const host = `${id}.localhost:${port}`;
    return opened(`ws+unix://${socket}:/socket.io/?EIO=4&transport=websocket`, {
        headers: { host, origin: `http://${host}`, 'x-longtable-assertion': assertion }
    });
}

async function socketOf(id: string): Promise<string> {
    const places = ['/run', process.env['XDG_RUNTIME_DIR'] ?? '', '/tmp'].filter(place => place !== '');
    for (const place of places) {
        for (const name of await readdir(place).catch(() => [])) {
            const file = path.join(place, name, id, 'run/ide.sock');
            if (name.startsWith('longtable-') && (await readdir(path.dirname(file)).catch(() => [])).length > 0) {
                return file;
            }
        }
    }
    throw new Error('The socket of the workspace was not found.');
}

async function opened(address: string, options: ClientOptions): Promise<WebSocket> {
    const socket = new WebSocket(address, { ...options, perMessageDeflate: false });
    await new Promise((resolve, reject) => {
        socket.once('open', resolve).once('error', reject);
    });
    return socket;
}

async function pings(socket: WebSocket): Promise<number[]> {
    const times: number[] = [];
    for (let ping = 0; ping < PINGS; ping++) {
        const began = performance.now();
        const answered = new Promise(resolve => socket.once('pong', resolve));
        socket.ping();
        await answered;
        times.push(performance.now() - began);
    }
    socket.terminate();
    // The first ones pay for code that has not run yet.
    return times.slice(PINGS / 10);
}
