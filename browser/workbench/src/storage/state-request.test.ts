import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { WORKBENCH_STATE_PATH } from '@longtable/common';
import { hubPrefix, type Fetch } from '../context/context-answer';
import { askForState, sendState } from './state-request';

const closers: (() => void)[] = [];
afterEach(() => {
    closers.splice(0).forEach(close => {
        close();
    });
});

/** `fetch` of a page whose origin is served by `listener`. */
async function pageServedBy(listener: RequestListener): Promise<Fetch> {
    const server = createServer(listener);
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    closers.push(() => {
        server.closeAllConnections();
        server.close();
    });
    const { port } = server.address() as AddressInfo;
    return (path, init) => fetch(`http://127.0.0.1:${port}${path}`, init);
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
    let text = '';
    for await (const chunk of request.setEncoding('utf8')) {
        text += String(chunk);
    }
    return JSON.parse(text);
}

/** Answers with one after the other of some statuses, the last one again and again. */
function answering(statuses: number[], body: unknown): RequestListener {
    return (_request, response) => {
        response.statusCode = (statuses.length > 1 ? statuses.shift() : statuses[0]) ?? 500;
        response.end(JSON.stringify(body));
    };
}

const answer = { revision: 3, entries: { layout: '1' }, revisions: { layout: 2 } };
const change = { set: { layout: '1' }, remove: ['old'] };
const refusal = { error: { code: 'payload-too-large', message: 'Too large.' } };

test('LAYOUT-8: what is kept is asked for where the hub answers, again if it does not, and not without a right', async () => {
    expect(`${hubPrefix}/workbench-state`).toBe(WORKBENCH_STATE_PATH);
    expect(await askForState(await pageServedBy(answering([502, 500, 200], answer)), 1)).toEqual(answer);
    expect(await askForState(await pageServedBy(answering([500], answer)), 1)).toBeUndefined();
    expect(await askForState(await pageServedBy(answering([401, 200], answer)), 1)).toBeUndefined();
    expect(await askForState(await pageServedBy(answering([200], '<html>')), 1)).toBeUndefined();
    expect(await askForState(() => Promise.reject(new TypeError('Failed to fetch')), 1)).toBeUndefined();
});

test('a change is sent as it is, and how it ended is told', async () => {
    const bodies: unknown[] = [];
    const taken = await pageServedBy((request, response) => {
        void bodyOf(request).then(body => {
            bodies.push([request.method, request.url, body]);
            response.end('{"revision":4}');
        });
    });
    expect(await sendState(change, { leaving: false }, taken)).toEqual({ kind: 'changed', changed: { revision: 4 } });
    expect(bodies).toEqual([['PATCH', WORKBENCH_STATE_PATH, change]]);
    for (const [status, body, sent] of [
        [413, refusal, { kind: 'refused', message: 'Too large.' }],
        [403, refusal, { kind: 'refused' }],
        [401, refusal, { kind: 'refused' }],
        [429, refusal, { kind: 'failed' }],
        [502, refusal, { kind: 'failed' }],
        [507, refusal, { kind: 'failed' }],
        [200, 'nonsense', { kind: 'failed' }]
    ] as const) {
        expect(
            await sendState(change, { leaving: false }, await pageServedBy(answering([status], body))),
            String(status)
        ).toEqual(sent);
    }
    expect(await sendState(change, { leaving: false }, () => Promise.reject(new TypeError('Failed to fetch')))).toEqual(
        {
            kind: 'failed'
        }
    );
});

test('LAYOUT-8: what a page sends while it goes away outlives it', async () => {
    const seen: (boolean | undefined)[] = [];
    const spy: Fetch = (_path, init) => {
        seen.push(init.keepalive);
        return Promise.resolve(new Response('{"revision":1}'));
    };
    await sendState({ set: { layout: 'x'.repeat(50_000) }, remove: [] }, { leaving: false }, spy);
    await sendState({ set: { layout: 'x'.repeat(50_000) }, remove: [] }, { leaving: true }, spy);
    await sendState(change, { leaving: false }, spy);
    expect(seen).toEqual([false, true, true]);
});
