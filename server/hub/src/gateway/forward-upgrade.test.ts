import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { GatewayFixture, received, workspace } from '../testing/gateway-fixture.js';

let fixture: GatewayFixture;
let cookie: string;

beforeEach(async () => {
    fixture = await GatewayFixture.create();
    cookie = await fixture.cookie();
});

afterEach(async () => {
    await fixture.dispose();
});

const AGREED = 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n';

function upgrade(headers = '', path = '/services'): string {
    return (
        `GET ${path} HTTP/1.1\r\nHost: ${fixture.host()}\r\nCookie: ${cookie}\r\n` +
        `Connection: keep-alive, Upgrade\r\nUpgrade: echo\r\n${headers}\r\n`
    );
}

/** Listens as an IDE that agrees to every upgrade; answers the head of the request and the rest of the connection. */
async function agree(answer = AGREED): Promise<() => Promise<{ head: string; socket: Socket }>> {
    const opened = Promise.withResolvers<{ head: string; socket: Socket }>();
    await fixture.rawIde(socket => {
        let text = '';
        const read = (chunk: Buffer) => {
            text += chunk.toString('latin1');
            const end = text.indexOf('\r\n\r\n');
            if (end !== -1) {
                socket.off('data', read);
                socket.pause();
                socket.unshift(Buffer.from(text.slice(end + 4), 'latin1'));
                socket.write(answer, 'latin1');
                opened.resolve({ head: text.slice(0, end), socket });
            }
        };
        socket.on('data', read);
    });
    return () => opened.promise;
}

async function until(condition: () => boolean): Promise<void> {
    const end = performance.now() + 20_000;
    while (!condition()) {
        expect(performance.now()).toBeLessThan(end);
        await delay(5);
    }
}

/** The head of an answer on a socket; what is behind it is put back. */
async function headOf(socket: Socket): Promise<string> {
    let text = '';
    for (;;) {
        const [chunk] = (await once(socket, 'data')) as [Buffer];
        text += chunk.toString('latin1');
        const end = text.indexOf('\r\n\r\n');
        if (end !== -1) {
            socket.pause();
            socket.unshift(Buffer.from(text.slice(end + 4), 'latin1'));
            return text.slice(0, end);
        }
    }
}

test('a WebSocket of a library goes through, in both directions, in text and binary', async () => {
    const ide = await fixture.ide((_request, response) => response.end());
    const sockets = new WebSocketServer({ server: ide });
    sockets.on('connection', socket => {
        socket.on('message', (data: Buffer, binary) => {
            socket.send(data, { binary });
        });
    });
    const client = new WebSocket(`ws://127.0.0.1:${String(fixture.port)}/x`, {
        headers: { host: fixture.host(), cookie, origin: `http://${fixture.host()}` }
    });
    await once(client, 'open');
    const bytes = randomBytes(300_000);
    for (const message of ['hello', bytes]) {
        client.send(message);
        const [answer] = (await once(client, 'message')) as [Buffer];
        expect(answer.equals(Buffer.from(message))).toBe(true);
    }
    const closed = once(client, 'close');
    client.close(4001, 'done');
    expect(((await closed) as [number])[0]).toBe(4001);
    await until(() => fixture.connections.size === 0);
    sockets.close();
});

describe('an upgrade', () => {
    test('arrives with the hub’s word for who makes it, and without what only concerns the hub', async () => {
        const opening = await agree();
        const socket = fixture.connect();
        socket.write(upgrade('X-Longtable-Assertion: forged\r\nSec-WebSocket-Key: abc\r\nX-LONGTABLE-user: root\r\n'));
        const { head } = await opening();
        expect(head).toMatch(/^GET \/services HTTP\/1\.1\r\n/);
        expect(head).toMatch(/\r\nUpgrade: echo(\r\n|$)/);
        expect(head).toMatch(/\r\nConnection: Upgrade(\r\n|$)/);
        expect(head).toMatch(/\r\nSec-WebSocket-Key: abc(\r\n|$)/);
        expect(head).not.toMatch(/forged|x-longtable-user|cookie/i);
        const [, assertion] = /x-longtable-assertion: (\S+)/i.exec(head) ?? [];
        expect(await fixture.verifier.verify(assertion)).toMatchObject({ kind: 'person', userId: 'ada' });
        expect(await headOf(socket)).toMatch(/^HTTP\/1\.1 101 Switching Protocols\r\n[^]*Upgrade: echo/);
    });

    test('takes along what was sent right behind its head, from both sides', async () => {
        const opening = await agree(`${AGREED}early from the workspace`);
        const socket = fixture.connect();
        const answer = received(socket);
        socket.end(`${upgrade()}early from the browser`, 'latin1');
        const workspaceSide = (await opening()).socket;
        const text = received(workspaceSide);
        expect(await text).toBe('early from the browser');
        workspaceSide.end();
        expect(await answer).toMatch(/\r\n\r\nearly from the workspace$/);
    });

    test('that the workspace closes delivers everything that was sent before, to a slow reader too', async () => {
        const opening = await agree();
        const socket = fixture.connect();
        socket.write(upgrade());
        const { socket: workspaceSide } = await opening();
        await headOf(socket);
        const bytes = randomBytes(20 * 1024 * 1024);
        workspaceSide.end(bytes);
        const chunks: Buffer[] = [];
        let length = 0;
        for await (const chunk of socket) {
            chunks.push(chunk as Buffer);
            length += (chunk as Buffer).length;
            if (chunks.length % 50 === 0) {
                await delay(1);
            }
        }
        expect(length).toBe(bytes.length);
        expect(Buffer.concat(chunks).equals(bytes)).toBe(true);
    });

    test('that the browser half closes still gets its answer', async () => {
        const opening = await agree();
        const socket = fixture.connect();
        const answer = received(socket);
        socket.end(`${upgrade()}question`);
        const { socket: workspaceSide } = await opening();
        expect(await received(workspaceSide)).toBe('question');
        await delay(50);
        workspaceSide.end('answer');
        expect(await answer).toMatch(/\r\n\r\nanswer$/);
        await until(() => fixture.connections.size === 0);
    });

    test('holds the side back that sends more than the other reads', async () => {
        const opening = await agree();
        const socket = fixture.connect();
        socket.write(upgrade());
        const { socket: workspaceSide } = await opening();
        await headOf(socket);
        socket.pause();
        let written = 0;
        const chunk = Buffer.alloc(65_536);
        const fill = () => {
            while (written < 512 * 1024 * 1024) {
                written += chunk.length;
                if (!workspaceSide.write(chunk)) {
                    workspaceSide.once('drain', fill);
                    return;
                }
            }
        };
        fill();
        let before = -1;
        while (before !== written) {
            before = written;
            await delay(300);
        }
        expect(written).toBeLessThan(32 * 1024 * 1024);
    });

    test.each(['browser', 'workspace'] as const)('that the %s breaks off ends for the other at once', async side => {
        const opening = await agree();
        const socket = fixture.connect();
        socket.write(upgrade());
        const { socket: workspaceSide } = await opening();
        await headOf(socket);
        const [breaks, hears] = side === 'browser' ? [socket, workspaceSide] : [workspaceSide, socket];
        const closed = received(hears);
        if (side === 'browser') {
            breaks.resetAndDestroy();
        } else {
            breaks.destroy();
        }
        await closed;
        hears.destroy();
        await until(() => fixture.connections.size === 0);
    });

    test('is closed within milliseconds when the right to it ends', async () => {
        const opening = await agree();
        const other = await fixture.cookie(workspace, await fixture.session('s2'));
        const socket = fixture.connect();
        socket.write(upgrade());
        const { socket: workspaceSide } = await opening();
        await headOf(socket);
        const stays = fixture.connect();
        stays.write(upgrade().replace(cookie, other));
        await headOf(stays);
        expect(fixture.connections.size).toBe(2);

        const before = performance.now();
        const ended = Promise.all([received(socket), received(workspaceSide)]);
        const own = await fixture.session();
        fixture.connections.close(connection => connection.sessionHash === own);
        await ended;
        expect(performance.now() - before).toBeLessThan(500);
        expect(fixture.connections.size).toBe(1);
        expect(stays.readyState).toBe('open');
    });
});

describe('an upgrade that the workspace does not agree to', () => {
    test('is answered with its answer, and is over', async () => {
        const opening = await agree(
            'HTTP/1.1 403 No Thanks\r\nContent-Length: 2\r\n' +
                `Set-Cookie: ${fixture.entries.cookieName}=stolen\r\nSet-Cookie: a=1\r\n\r\nno`
        );
        const socket = fixture.connect();
        const answer = received(socket);
        socket.write(upgrade());
        await opening();
        const text = await answer;
        expect(text).toMatch(/^HTTP\/1\.1 403 No Thanks\r\n[^]*Set-Cookie: a=1[^]*\r\n\r\nno$/);
        expect(text).not.toContain('stolen');
        expect(text).toMatch(/\r\nConnection: close\r\n/);
        socket.end();
        await until(() => fixture.connections.size === 0);
    });

    test('opens no way to send it requests that the hub has not seen', async () => {
        const seen: string[] = [];
        await fixture.ide((request, response) => {
            seen.push(request.url ?? '');
            response.writeHead(400, { connection: 'keep-alive', 'content-length': '0' }).end();
        });
        const socket = fixture.connect();
        const answer = received(socket);
        socket.write(`${upgrade()}GET /.longtable/unseen HTTP/1.1\r\nHost: x\r\n\r\n`);
        await answer;
        socket.end('GET /.longtable/unseen HTTP/1.1\r\nHost: x\r\n\r\n');
        await delay(100);
        expect(seen).toEqual(['/services']);
    });

    test.each([
        ['garbage', 'hello\r\n\r\n'],
        ['huge headers', `HTTP/1.1 101 Switching Protocols\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`],
        ['an answer that does not say to what', 'HTTP/1.1 101 Switching Protocols\r\n\r\n'],
        ['nothing', '']
    ])('because it answers with %s is refused or closed, and the hub goes on', async (_name, bytes) => {
        await fixture.rawIde(socket => {
            socket.once('data', () => socket.end(bytes));
        });
        const socket = fixture.connect();
        const answer = received(socket);
        socket.write(upgrade());
        await answer;
        socket.destroy();
        await until(() => fixture.connections.size === 0);
        expect((await fixture.request({ headers: { host: `localhost:${String(fixture.port)}` } })).statusCode).toBe(
            200
        );
    });

    test('because nothing listens is refused in the API’s shape', async () => {
        const socket = fixture.connect();
        const answer = received(socket);
        socket.write(upgrade());
        expect(await answer).toMatch(/^HTTP\/1\.1 502 Bad Gateway\r\n[^]*"code":"workspace-unreachable"/);
    });
});

describe('an upgrade that is refused', () => {
    const refused: [string, (text: string) => string, number, string][] = [
        ['without a cookie', text => text.replace(/Cookie: .*\r\n/, ''), 401, 'not-signed-in'],
        ['with a cookie that is none', text => text.replace(/=[^;\r]{20,}/, '=nonsense'), 401, 'not-signed-in'],
        [
            'from a page of another origin',
            text => text.replace('\r\n\r\n', '\r\nOrigin: http://x\r\n\r\n'),
            403,
            'cross-origin'
        ],
        ['to the hub itself', text => text.replace(`${workspace}.`, ''), 404, 'not-found'],
        ['to nowhere', text => text.replace(`${workspace}.localhost`, 'evil.example'), 421, 'misdirected-request'],
        ['with two hosts', text => text.replace('\r\n\r\n', '\r\nHost: x\r\n\r\n'), 400, 'bad-request']
    ];

    test.each(refused)('%s is told why, never reaches a workspace, and leaves no connection', async (...row) => {
        const [, change, status, code] = row;
        let reached = false;
        await fixture.rawIde(() => (reached = true));
        const socket = fixture.connect();
        const answer = received(socket);
        socket.write(change(upgrade()));
        const text = await answer;
        expect(text).toMatch(new RegExp(`^HTTP/1\\.1 ${String(status)} [^]*Connection: close\r\n[^]*"code":"${code}"`));
        socket.end();
        await until(() => reached || connectionCount === 0 || countConnections());
        expect(reached).toBe(false);
    });

    let connectionCount = -1;
    const countConnections = () => {
        fixture.server.getConnections((_error, count) => (connectionCount = count));
        return false;
    };
    beforeEach(() => {
        connectionCount = -1;
    });

    test('when the workspace is not running', async () => {
        await fixture.records.update(workspace, before => ({ ...before, status: 'stopped' }));
        const socket = fixture.connect();
        const answer = received(socket);
        socket.write(upgrade());
        expect(await answer).toMatch(/^HTTP\/1\.1 409 [^]*"code":"not-running"/);
    });
});
