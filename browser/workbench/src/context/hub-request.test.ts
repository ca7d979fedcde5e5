import { expect, test } from 'vitest';
import { requestHub } from './hub-request';

const request = { method: 'PUT', path: '/share', body: { role: 'viewer' }, kept: 'Nothing was shared.' } as const;

test('sends JSON and resolves with what the hub answers', async () => {
    const sent: [string, RequestInit][] = [];
    const answer = await requestHub(request, (path, init) => {
        sent.push([path, init]);
        return Promise.resolve(Response.json({ url: 'http://localhost/join/x' }));
    });
    expect(answer).toEqual({ url: 'http://localhost/join/x' });
    expect(sent[0]?.[0]).toBe('/.longtable/share');
    expect(sent[0]?.[1].body).toBe('{"role":"viewer"}');
});

test('resolves with nothing when there is no content', async () => {
    await expect(requestHub(request, () => Promise.resolve(new Response(undefined, { status: 204 })))).resolves.toBe(
        undefined
    );
});

test.each([
    [Response.json({ error: { code: 'conflict', message: 'Not now.' } }, { status: 409 }), 'Not now.'],
    [new Response('<html>', { status: 502 }), 'Longtable answered with 502. Nothing was shared.'],
    [new Response('', { status: 401 }), 'Your session is over. Nothing was shared. Reload the page to sign in.']
])('rejects with a sentence', async (response, sentence) => {
    await expect(requestHub(request, () => Promise.resolve(response))).rejects.toThrow(sentence);
});

test('says so when the hub is away', async () => {
    const fails = requestHub(request, () => Promise.reject(new TypeError('Failed to fetch')));
    await expect(fails).rejects.toThrow('Longtable does not answer. Nothing was shared. Try again in a moment.');
});
