import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { WORKSPACE_HUB_PREFIX } from '@longtable/common';
import { answerOf, askForContext, type Fetch, hubPrefix } from './context-answer';

const context = {
    me: { id: 'u1', name: 'Ada' },
    workspace: { id: 'abcdefgh', capabilities: ['read'] },
    hubUrl: 'http://localhost:3000',
    runtime: 'bubblewrap'
};

describe('the answer to the question for the context', () => {
    test('is told apart by its status', () => {
        const body = { error: { code: 'not-running', message: 'The workspace is stopped.' } };
        expect(answerOf(200, context)).toEqual({ kind: 'context', context });
        expect(answerOf(401, body)).toEqual({ kind: 'signed-out' });
        expect(answerOf(403, body)).toEqual({ kind: 'no-access', message: 'The workspace is stopped.' });
        expect(answerOf(404, body)).toEqual({ kind: 'no-access' });
        expect(answerOf(409, body)).toEqual({ kind: 'not-running', message: 'The workspace is stopped.' });
        expect(answerOf(502, body)).toEqual({ kind: 'unreachable', message: 'The workspace is stopped.' });
        expect(answerOf(500, undefined)).toEqual({ kind: 'unreachable', message: 'Longtable answered with 500.' });
    });

    test('is not believed when it does not come from a hub', () => {
        expect(answerOf(200, '<html>').kind).toBe('unreachable');
        expect(answerOf(200, { ...context, workspace: {} }).kind).toBe('unreachable');
        expect(answerOf(200, undefined).kind).toBe('unreachable');
    });

    test('is asked for where the hub answers', () => {
        expect(hubPrefix).toBe(WORKSPACE_HUB_PREFIX);
    });
});

describe('asking', () => {
    const closers: (() => void)[] = [];
    afterEach(() => {
        closers.splice(0).forEach(close => {
            close();
        });
    });

    /** `fetch` of a page whose origin is served by `listener`. */
    async function pageServedBy(listener: RequestListener): Promise<{ fetchIt: Fetch; close: () => void }> {
        const server = createServer(listener);
        await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
        const close = (): void => {
            server.closeAllConnections();
            server.close();
        };
        closers.push(close);
        const { port } = server.address() as AddressInfo;
        return {
            fetchIt: (path, init) => fetch(`http://127.0.0.1:${port}${path}`, init),
            close
        };
    }

    test('gets the context', async () => {
        const { fetchIt } = await pageServedBy((request, response) => {
            response.statusCode = request.url === '/.longtable/context' ? 200 : 418;
            response.end(JSON.stringify(context));
        });
        expect(await askForContext(fetchIt)).toEqual({ kind: 'context', context });
    });

    test('never rejects, whatever is there or not', async () => {
        const nonsense = await pageServedBy((_request, response) => response.end('not JSON'));
        expect((await askForContext(nonsense.fetchIt)).kind).toBe('unreachable');
        nonsense.close();
        expect(await askForContext(nonsense.fetchIt)).toEqual({
            kind: 'unreachable',
            message: 'Longtable does not answer.'
        });
    });
});
