import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import http, { type IncomingMessage } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bodyOf, GatewayFixture, otherWorkspace, received, workspace } from '../testing/gateway-fixture.js';

let fixture: GatewayFixture;
let cookie: string;

beforeEach(async () => {
    fixture = await GatewayFixture.create();
    cookie = await fixture.cookie();
});

afterEach(async () => {
    await fixture.dispose();
});

const get = (path: string, headers: http.OutgoingHttpHeaders = {}, method = 'GET') =>
    fixture.request({ method, path, headers: { host: fixture.host(), cookie, ...headers } });

async function errorOf(response: IncomingMessage): Promise<{ status: number | undefined; code: string }> {
    const body = JSON.parse(await bodyOf(response)) as { error: { code: string; message: string } };
    expect(body.error.message.length).toBeGreaterThan(10);
    return { status: response.statusCode, code: body.error.code };
}

describe('a request', () => {
    test('arrives with method, path, headers and the hub’s word for who makes it', async () => {
        let seen: IncomingMessage | undefined;
        await fixture.ide((request, response) => {
            seen = request;
            response.end('hello');
        });
        const response = await get(
            '/services/a%20b?x=1&y=%2F',
            { 'x-longtable-assertion': 'forged', 'X-LONGTABLE-USER': 'root', 'x-thing': ['1', '2'] },
            'DELETE'
        );
        expect(response.statusCode).toBe(200);
        expect(await bodyOf(response)).toBe('hello');
        expect(seen).toMatchObject({ method: 'DELETE', url: '/services/a%20b?x=1&y=%2F' });
        expect(seen?.headersDistinct).toMatchObject({ host: [fixture.host()], 'x-thing': ['1', '2'] });
        expect(seen?.headers).not.toHaveProperty('x-longtable-user');
        expect(seen?.headers).not.toHaveProperty('cookie');
        expect(seen?.headersDistinct['x-longtable-assertion']).toHaveLength(1);
        expect(await fixture.verifier.verify(seen?.headers['x-longtable-assertion'])).toMatchObject({
            kind: 'person',
            userId: 'ada',
            role: 'owner'
        });
    });

    test.each([
        ['with a length', { 'content-length': '1000000' }],
        ['in chunks', { 'transfer-encoding': 'chunked' }]
    ])('body %s arrives as it was sent', async (_name, headers) => {
        const body = randomBytes(1_000_000);
        await fixture.ide((request, response) => {
            const hash = createHash('sha256');
            request.pipe(hash).on('finish', () => {
                response.end(`${request.headers['transfer-encoding'] ?? 'length'} ${hash.digest('hex')}`);
            });
        });
        const response = await fixture.request({
            method: 'POST',
            path: '/upload',
            headers: { host: fixture.host(), cookie, ...headers },
            body
        });
        const expected = createHash('sha256').update(body).digest('hex');
        expect(await bodyOf(response)).toBe(`${'transfer-encoding' in headers ? 'chunked' : 'length'} ${expected}`);
    });

    test('of which nothing is said to have a body arrives without one', async () => {
        await fixture.ide((request, response) => {
            let length = 0;
            request.on('data', (chunk: Buffer) => (length += chunk.length));
            request.on('end', () => response.end(String(length)));
        });
        const socket = fixture.connect();
        socket.write(`POST /x HTTP/1.1\r\nHost: ${fixture.host()}\r\nCookie: ${cookie}\r\nConnection: close\r\n\r\n`);
        expect(await received(socket)).toMatch(/^HTTP\/1.1 200 [^]*\r\n\r\n0$/);
    });

    test('that waits to be told to go on is told so', async () => {
        await fixture.ide((request, response) => void bodyOf(request).then(text => response.end(text)));
        const request = http.request({
            host: '127.0.0.1',
            port: fixture.port,
            method: 'POST',
            path: '/x',
            headers: { host: fixture.host(), cookie, expect: '100-continue', 'content-length': '5' }
        });
        request.flushHeaders();
        await once(request, 'continue');
        request.end('hello');
        const [response] = (await once(request, 'response')) as [IncomingMessage];
        expect(await bodyOf(response)).toBe('hello');
    });

    test('keeps its connection to the workspace for the next one', async () => {
        let connections = 0;
        const ide = await fixture.ide((_request, response) => response.end('x'.repeat(100_000)));
        ide.on('connection', () => connections++);
        for (let count = 0; count < 5; count++) {
            expect(await bodyOf(await get('/'.padEnd(count + 5, 'x')))).toHaveLength(100_000);
        }
        expect(connections).toBe(1);
        fixture.origin.forget(workspace);
        await bodyOf(await get('/again'));
        expect(connections).toBe(2);
    });

    test('that the person gives up is given up towards the workspace too', async () => {
        const arrived = Promise.withResolvers<IncomingMessage>();
        await fixture.ide(request => {
            arrived.resolve(request);
        });
        const abort = new AbortController();
        const response = fixture.request({
            path: '/slow',
            headers: { host: fixture.host(), cookie },
            signal: abort.signal
        });
        const request = await arrived.promise;
        const closed = once(request.socket, 'close');
        abort.abort();
        await expect(response).rejects.toThrow('aborted');
        await closed;
        expect(await settled(() => fixture.connections.size)).toBe(0);
    });

    test('that is given up in the middle of its body is not taken for a whole one', async () => {
        const arrived = Promise.withResolvers<IncomingMessage>();
        await fixture.ide(request => {
            arrived.resolve(request);
        });
        const socket = fixture.connect();
        socket.write(
            `POST /x HTTP/1.1\r\nHost: ${fixture.host()}\r\nCookie: ${cookie}\r\nContent-Length: 100\r\n\r\nhalf`
        );
        const request = await arrived.promise;
        const aborted = once(
            request.on('error', () => undefined),
            'aborted'
        );
        request.resume();
        socket.destroy();
        await aborted;
        expect(request.complete).toBe(false);
    });
});

describe('a response', () => {
    test.each([200, 201, 302, 401, 404, 418, 500, 599])('of status %i is passed on with its headers', async status => {
        await fixture.ide((_request, response) => {
            response.writeHead(status, 'As It Likes', [
                ...['Set-Cookie', 'a=1; Path=/', 'Set-Cookie', 'b=2', 'X-Thing', '1', 'x-thing', '2'],
                ...['Set-Cookie', `${fixture.entries.cookieName}=stolen; Path=/`]
            ]);
            response.end('body');
        });
        const response = await get('/x');
        expect(response).toMatchObject({ statusCode: status, statusMessage: 'As It Likes' });
        expect(response.headers['set-cookie']).toEqual(['a=1; Path=/', 'b=2']);
        expect(response.headersDistinct['x-thing']).toEqual(['1', '2']);
        expect(await bodyOf(response)).toBe('body');
    });

    test('with very many cookies has them all', async () => {
        const cookies = Array.from({ length: 100 }, (_, index) => `c${String(index)}=${'x'.repeat(50)}`);
        await fixture.ide((_request, response) => response.writeHead(200, { 'set-cookie': cookies }).end());
        expect((await get('/x')).headers['set-cookie']).toEqual(cookies);
    });

    test.each([204, 304])('of status %i has no body and keeps the connection usable', async status => {
        await fixture.ide((request, response) => {
            response.writeHead(request.url === '/empty' ? status : 200, { etag: '"1"' }).end();
        });
        const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
        const headers = { host: fixture.host(), cookie };
        const empty = await fixture.request({ path: '/empty', headers, agent });
        expect(empty).toMatchObject({ statusCode: status });
        expect(empty.headers.etag).toBe('"1"');
        expect(await bodyOf(empty)).toBe('');
        expect((await fixture.request({ path: '/next', headers, agent })).statusCode).toBe(200);
        agent.destroy();
    });

    test('to HEAD has the headers of one to GET, and nothing more', async () => {
        await fixture.ide((request, response) => {
            response
                .writeHead(200, { 'content-length': '1234' })
                .end(request.method === 'HEAD' ? '' : 'x'.repeat(1234));
        });
        const response = await get('/x', {}, 'HEAD');
        expect(response.headers['content-length']).toBe('1234');
        expect(await bodyOf(response)).toBe('');
    });

    test('is found behind answers that are not final', async () => {
        await fixture.ide((_request, response) => {
            response.writeProcessing();
            response.writeEarlyHints({ link: '</x.css>; rel=preload' });
            response.end('final');
        });
        const response = await get('/x');
        expect(response.statusCode).toBe(200);
        expect(await bodyOf(response)).toBe('final');
    });

    test('begins to arrive before it ends, as events have to', async () => {
        await fixture.ide((_request, response) => {
            response.writeHead(200, { 'content-type': 'text/event-stream' });
            response.write('data: 1\n\n');
        });
        const response = await get('/events');
        const [chunk] = (await once(response, 'data')) as [Buffer];
        expect(chunk.toString()).toBe('data: 1\n\n');
        response.destroy();
        expect(await settled(() => fixture.connections.size)).toBe(0);
    });

    test('that nobody reads is not read from the workspace either', async () => {
        const chunk = Buffer.alloc(65_536, 'x');
        let written = 0;
        let ended = false;
        await fixture.ide((_request, response) => {
            const fill = () => {
                while (written < 512 * 1024 * 1024) {
                    written += chunk.length;
                    if (!response.write(chunk)) {
                        response.once('drain', fill);
                        return;
                    }
                }
                ended = true;
            };
            response.on('close', () => (ended = true));
            fill();
        });
        const socket = fixture.connect();
        socket.pause();
        socket.write(`GET /big HTTP/1.1\r\nHost: ${fixture.host()}\r\nCookie: ${cookie}\r\n\r\n`);
        await settled(() => written);
        // What fits into the buffers of the kernel and of the streams in between, and no more.
        expect(written).toBeGreaterThan(chunk.length);
        expect(written).toBeLessThan(32 * 1024 * 1024);
        socket.destroy();
        expect(await settled(() => ended)).toBe(true);
    });

    test('of a large size arrives whole and unchanged', async () => {
        const chunk = randomBytes(1024 * 1024);
        const expected = createHash('sha256');
        await fixture.ide((_request, response) => {
            void (async () => {
                for (let count = 0; count < 64; count++) {
                    expected.update(chunk);
                    if (!response.write(chunk)) {
                        await once(response, 'drain');
                    }
                }
                response.end();
            })();
        });
        const hash = createHash('sha256');
        for await (const part of await get('/big')) {
            hash.update(part as Buffer);
        }
        expect(hash.digest('hex')).toBe(expected.digest('hex'));
    });

    test('that breaks off is not taken for a whole one', async () => {
        await fixture.rawIde(socket => {
            socket.once('data', () => {
                socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf');
            });
        });
        await expect(get('/x').then(bodyOf)).rejects.toThrow();
        await fixture.dispose();
        fixture = await GatewayFixture.create();
        cookie = await fixture.cookie();
        await fixture.rawIde(socket => {
            socket.once('data', () => {
                socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n');
            });
        });
        await expect(get('/x').then(bodyOf)).rejects.toThrow();
    });
});

describe('a workspace that does not behave', () => {
    const unreachable = { status: 502, code: 'workspace-unreachable' };

    test.each([
        ['answers with garbage', 'hello\r\n\r\n'],
        ['answers with zeros', '\0'.repeat(1000)],
        ['answers with a status below 100', 'HTTP/1.1 099 Low\r\nContent-Length: 0\r\n\r\n'],
        ['answers with the status 000', 'HTTP/1.1 000 Zero\r\nContent-Length: 0\r\n\r\n'],
        ['answers with control characters as the reason', 'HTTP/1.1 200 O\x01K\r\nContent-Length: 0\r\n\r\n'],
        ['answers with control characters in a header', 'HTTP/1.1 200 OK\r\nX: a\x01b\r\nContent-Length: 0\r\n\r\n'],
        ['answers with a space in the name of a header', 'HTTP/1.1 200 OK\r\nX Y: a\r\nContent-Length: 0\r\n\r\n'],
        ['answers with two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello'],
        ['answers with a length below zero', 'HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n'],
        ['switches protocols unasked', 'HTTP/1.1 101 Switching\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\nbytes'],
        ['sends huge headers', `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`],
        ['closes at once', '']
    ])('and %s is said to be unreachable, and the hub goes on', async (_name, bytes) => {
        await fixture.rawIde(socket => {
            socket.once('data', () => {
                if (bytes === '') {
                    socket.end();
                } else {
                    socket.write(bytes, 'latin1');
                }
            });
        });
        expect(await errorOf(await get('/x'))).toEqual(unreachable);
        expect((await fixture.request({ headers: { host: `localhost:${String(fixture.port)}` } })).statusCode).toBe(
            200
        );
        expect(fixture.connections.size).toBe(0);
    });

    test('and does not listen is said to be unreachable', async () => {
        expect(await errorOf(await get('/x'))).toEqual(unreachable);
    });

    test('and never answers is let go of when the person does, or the right ends', async () => {
        await fixture.rawIde(() => undefined);
        const pending = get('/x');
        pending.catch(() => undefined);
        expect(await settled(() => fixture.connections.size)).toBe(1);
        const before = performance.now();
        fixture.connections.close(connection => connection.workspaceId === workspace);
        await expect(pending).rejects.toThrow();
        expect(performance.now() - before).toBeLessThan(500);
    });
});

describe('a request that tries to be two', () => {
    const sent = async (text: string) => {
        const paths: string[] = [];
        await fixture.ide((request, response) => {
            paths.push(request.url ?? '');
            request.resume().on('end', () => response.end('ok'));
        });
        const socket = fixture.connect();
        const answers = received(socket);
        socket.write(text.replaceAll('HOST', fixture.host()).replaceAll('COOKIE', cookie), 'latin1');
        const timer = setTimeout(() => socket.destroy(), 2000);
        const all = await answers;
        clearTimeout(timer);
        return { text: all, paths };
    };
    const head = 'POST /one HTTP/1.1\r\nHost: HOST\r\nCookie: COOKIE\r\n';
    const smuggled = 'GET /smuggled HTTP/1.1\r\nX: ';

    test.each([
        [
            'both a length and chunks',
            `${head}Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${smuggled}`
        ],
        ['chunks that are not', `${head}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n${smuggled}`],
        [
            'a space before the colon',
            `${head}Transfer-Encoding : chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n${smuggled}`
        ],
        ['two different lengths', `${head}Content-Length: 0\r\nContent-Length: 28\r\n\r\n${smuggled}`],
        ['a length with a sign', `${head}Content-Length: +28\r\n\r\n${smuggled}`],
        ['a folded header', `${head}X: a\r\n Transfer-Encoding: chunked\r\n\r\n${smuggled}`],
        ['a bare line feed', `${head}X: a\nContent-Length: 28\n\n${smuggled}`],
        ['two hosts', `${head}Host: ${otherWorkspace}.localhost\r\nContent-Length: 0\r\n\r\n`]
    ])('by %s is refused before it reaches a workspace', async (_name, text) => {
        const { text: answer, paths } = await sent(text);
        expect(answer).toMatch(/^HTTP\/1.1 400 /);
        expect(paths).toEqual([]);
    });

    test('in one connection is two: each is checked by itself', async () => {
        const { text, paths } = await sent(
            `${head}Content-Length: 2\r\n\r\nokGET /two HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n`
        );
        expect(text).toMatch(/^HTTP\/1.1 200 [^]*HTTP\/1.1 401 /);
        expect(paths).toEqual(['/one']);
    });

    test('with headers that are too large is refused', async () => {
        const { text, paths } = await sent(`${head}X: ${'x'.repeat(100_000)}\r\n\r\n`);
        expect(text).toMatch(/^HTTP\/1.1 431 /);
        expect(paths).toEqual([]);
    });
});

/** A value once it has stayed the same for a while. */
async function settled<T>(value: () => T): Promise<T> {
    let last = value();
    let since = performance.now();
    while (performance.now() - since < 300) {
        await delay(10);
        const now = value();
        if (now !== last) {
            last = now;
            since = performance.now();
        }
    }
    return last;
}
