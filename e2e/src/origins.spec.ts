import type { Page } from '@playwright/test';
import { expect, openWorkbench, share, test } from './guests.js';

interface Attempt {
    readonly url: string;
    readonly method: string;
    readonly mode: 'cors' | 'no-cors';
}

test('a page of a workspace uses neither the hub nor another workspace in the name of who looks at it', async ({
    hub,
    signIn,
    repository
}) => {
    const ada = await signIn('Ada');
    const grace = await signIn('Grace');
    const [adas, graces] = await Promise.all([
        ada.client.createRunning(repository),
        grace.client.createRunning(repository)
    ]);
    // Ada is at home in her own workspace and a guest in Grace's, whose content is Grace's to choose.
    const link = await share(grace, graces.id);
    const joined = await ada.context.request.post(`${hub.url}/api/v1/join`, {
        data: { token: new URL(link).pathname.split('/').pop() }
    });
    expect(await joined.text()).toContain('"joined"');
    const own = await ada.context.newPage();
    await openWorkbench(own, hub.url, adas.id);
    await openWorkbench(ada.page, hub.url, graces.id);
    const victim = new URL(adas.url).origin;
    expect(new URL(ada.page.url()).origin).toBe(new URL(graces.url).origin);

    await test.step('her own pages can do what the page of the guest is to be refused', async () => {
        expect(await request(own, { url: '/.longtable/context', method: 'GET', mode: 'cors' })).toBe('read 200');
        expect(await socket(own, `${victim.replace('http', 'ws')}/.longtable/presence`)).toBe('open');
    });

    for (const [whose, page] of [
        ["Grace's", ada.page],
        ["Ada's own", own]
    ] as const) {
        await test.step(`from ${whose} workspace to the hub`, async () => {
            for (const [method, path] of [
                ['GET', '/api/v1/me'],
                ['GET', '/api/v1/workspaces'],
                ['GET', `/w/${adas.id}`],
                ['POST', '/api/v1/tokens'],
                ['POST', `/api/v1/workspaces/${adas.id}/stop`],
                ['PUT', `/api/v1/workspaces/${adas.id}/share`],
                ['PATCH', `/api/v1/workspaces/${adas.id}`],
                ['DELETE', `/api/v1/workspaces/${adas.id}`],
                ['POST', '/logout']
            ] as const) {
                await expectNothingGained(page, { url: `${hub.url}${path}`, method });
            }
            expect(await socket(page, `${hub.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`)).toBe(
                'refused'
            );
        });
    }

    await test.step("from Grace's workspace to Ada's", async () => {
        for (const [method, path] of [
            ['GET', '/.longtable/context'],
            ['GET', '/.longtable/share'],
            ['PUT', '/.longtable/share'],
            ['POST', '/.longtable/stop'],
            ['POST', '/.longtable/sign-out'],
            ['PUT', '/files/'],
            ['GET', '/files/?uri=file:///workspace/guests/README.md'],
            ['GET', '/socket.io/?EIO=4&transport=polling'],
            ['POST', '/socket.io/?EIO=4&transport=polling']
        ] as const) {
            await expectNothingGained(ada.page, { url: `${victim}${path}`, method });
        }
        for (const path of ['/.longtable/presence', '/socket.io/?EIO=4&transport=websocket', '/services']) {
            expect(await socket(ada.page, `${victim.replace('http', 'ws')}${path}`), path).toBe('refused');
        }
        expect(await events(ada.page, `${victim}/.longtable/events`)).toBe('refused');
    });

    await test.step('nothing has come of it', async () => {
        expect((await ada.client.call('GET', '/me')).status()).toBe(200);
        expect(await (await ada.client.call('GET', '/tokens')).json()).toEqual({ tokens: [] });
        expect(await ada.client.workspace(adas.id)).toMatchObject({
            status: 'running',
            shared: false,
            name: adas.name
        });
        expect(await request(own, { url: '/.longtable/context', method: 'GET', mode: 'cors' })).toBe('read 200');
    });

    await test.step('a form that is sent there', async () => {
        for (const action of [`${hub.url}/logout`, `${victim}/.longtable/sign-out`]) {
            const answered = ada.page.waitForResponse(answer => answer.url() === action);
            await ada.page.evaluate(target => {
                const form = Object.assign(document.createElement('form'), { method: 'post', action: target });
                document.body.append(form);
                form.submit();
            }, action);
            expect((await answered).status(), action).toBe(403);
            await ada.page.waitForURL(action);
            await openWorkbench(ada.page, hub.url, graces.id);
        }
        expect((await ada.client.call('GET', '/me')).status()).toBe(200);
        expect(await request(own, { url: '/.longtable/context', method: 'GET', mode: 'cors' })).toBe('read 200');
    });
});

/** Neither is an answer to be read, nor does a request get through that is sent without asking for one. */
async function expectNothingGained(page: Page, { url, method }: Omit<Attempt, 'mode'>): Promise<void> {
    const what = `${method} ${url}`;
    expect(await request(page, { url, method, mode: 'cors' }), what).toBe('blocked');
    if (method === 'GET' || method === 'POST') {
        expect(await request(page, { url, method, mode: 'no-cors' }), what).toMatch(/^(opaque|blocked)$/);
    }
}

/** What a page gets of a request with the cookies of the person in front of it. */
function request(page: Page, attempt: Attempt): Promise<string> {
    return page.evaluate(async ({ url, method, mode }) => {
        try {
            const body = method === 'GET' ? {} : { body: '{"name":"stolen"}' };
            const answer = await fetch(url, { method, mode, credentials: 'include', redirect: 'follow', ...body });
            return answer.type === 'opaque' ? 'opaque' : `read ${answer.status}`;
        } catch {
            return 'blocked';
        }
    }, attempt);
}

function socket(page: Page, url: string): Promise<string> {
    return page.evaluate(
        address =>
            new Promise<string>(resolve => {
                const opened = new WebSocket(address);
                opened.onopen = () => {
                    resolve('open');
                    opened.close();
                };
                opened.onerror = () => resolve('refused');
            }),
        url
    );
}

function events(page: Page, url: string): Promise<string> {
    return page.evaluate(
        address =>
            new Promise<string>(resolve => {
                const source = new EventSource(address, { withCredentials: true });
                source.onmessage = () => {
                    resolve('read');
                    source.close();
                };
                source.onerror = () => {
                    resolve('refused');
                    source.close();
                };
            }),
        url
    );
}
