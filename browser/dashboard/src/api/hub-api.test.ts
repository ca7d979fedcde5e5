import { UserId, WorkspaceId } from '@longtable/common';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { createHubApi } from './hub-api.js';

const id = WorkspaceId.parse('abcdefgh');
const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
    await Promise.all(closers.splice(0).map(close => close()));
});

/** The API against a real server that answers as the test says, and how often it found the person signed out. */
async function apiAgainst(listener: RequestListener) {
    const server = createServer(listener);
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const close = () =>
        new Promise<void>(resolve => {
            server.close(() => resolve());
            server.closeAllConnections();
        });
    closers.push(close);
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const signedOut = { times: 0 };
    const api = createHubApi(
        (path, init) => fetch(origin + path, init),
        () => {
            signedOut.times++;
        }
    );
    return { api, signedOut, close };
}

function answering(status: number, body: string): RequestListener {
    return (_, response) => response.writeHead(status).end(body);
}

describe('a refused request', () => {
    test('fails with the hub’s own code and sentence', async () => {
        const { api, signedOut } = await apiAgainst(
            answering(400, JSON.stringify({ error: { code: 'invalid-repository', message: 'That is no repository.' } }))
        );
        await expect(api.createWorkspace({ repository: 'x' })).rejects.toMatchObject({
            code: 'invalid-repository',
            message: 'That is no repository.'
        });
        expect(signedOut.times).toBe(0);
    });

    test('keeps the sentence when the code is not known here', async () => {
        const { api } = await apiAgainst(answering(409, '{"error":{"code":"brand-new","message":"Not now."}}'));
        await expect(api.startWorkspace(id)).rejects.toMatchObject({ code: 'internal', message: 'Not now.' });
    });

    test.each(['<html>Bad Gateway</html>', '', '{"error":"text"}'])(
        'is a sentence, never the raw answer: %j',
        async body => {
            const { api } = await apiAgainst(answering(502, body));
            await expect(api.workspaces()).rejects.toMatchObject({
                message: 'Longtable could not do that (HTTP 502) and did not say why. Try again in a moment.'
            });
        }
    );

    test('tells that the person is signed out', async () => {
        const { api, signedOut } = await apiAgainst(answering(401, ''));
        await expect(api.me()).rejects.toMatchObject({ code: 'not-signed-in' });
        expect(signedOut.times).toBe(1);
    });
});

describe('an answer that is not what was asked for', () => {
    test.each([
        ['{"workspaces":[{"id":"abcdefgh"}]}', /reload the page/],
        ['not JSON', /empty answer/]
    ])('%s', async (body, sentence) => {
        const { api } = await apiAgainst(answering(200, body));
        await expect(api.workspaces()).rejects.toMatchObject({
            code: 'internal',
            message: expect.stringMatching(sentence) as unknown
        });
    });
});

test('a hub that is not there is said in a sentence', async () => {
    const { api, close } = await apiAgainst(answering(200, '{}'));
    await close();
    await expect(api.me()).rejects.toMatchObject({
        code: 'unavailable',
        message: 'Longtable could not be reached. Check your connection and try again.'
    });
});

test('sharing asks for what the contract names', async () => {
    const seen: string[] = [];
    const { api } = await apiAgainst((request, response) => {
        seen.push(`${request.method} ${request.url}`);
        response.writeHead(204).end();
    });
    const grace = UserId.parse('github:1/grace');
    await api.stopSharing(id);
    await api.changeMember(id, grace, 'viewer');
    await api.removeMember(id, grace);
    await api.decideRequest(id, grace, { decision: 'refuse' });
    await api.deleteToken('t/1');
    await api.endSessions();
    expect(seen).toEqual([
        'DELETE /api/v1/workspaces/abcdefgh/share',
        'PATCH /api/v1/workspaces/abcdefgh/members/github%3A1%2Fgrace',
        'DELETE /api/v1/workspaces/abcdefgh/members/github%3A1%2Fgrace',
        'POST /api/v1/workspaces/abcdefgh/requests/github%3A1%2Fgrace',
        'DELETE /api/v1/tokens/t%2F1',
        'POST /api/v1/me/sessions/end'
    ]);
});

test('a workspace that is not shared has no share', async () => {
    const { api } = await apiAgainst(answering(200, '{}'));
    expect(await api.share(id)).toBeUndefined();
});

test('requests are JSON, and an empty answer to a command is fine', async () => {
    const seen: unknown[] = [];
    const { api } = await apiAgainst((request, response) => {
        let body = '';
        request.on('data', chunk => (body += String(chunk)));
        request.on('end', () => {
            seen.push([request.method, request.url, request.headers['content-type'], body]);
            response.writeHead(204).end();
        });
    });
    await api.signIn({ name: 'Ada' });
    await api.deleteWorkspace(id);
    expect(await api.updateWorkspace(id, { pinned: true })).toBeUndefined();
    expect(seen).toEqual([
        ['POST', '/login/dev', 'application/json', '{"name":"Ada"}'],
        ['DELETE', '/api/v1/workspaces/abcdefgh', undefined, ''],
        ['PATCH', '/api/v1/workspaces/abcdefgh', 'application/json', '{"pinned":true}']
    ]);
});
