import { expect, join, share, test, uniqueName } from './guests.js';
import { People } from './pages/people.js';
import { RawClient } from './raw/raw-client.js';
import { ServicesConnection } from './raw/services-connection.js';

const REFUSAL = 'shared with you for viewing';
const FILES = '/services/remote-filesystem';
const ROOT = 'file:///workspace/guests';

test('who may view reads everything and changes nothing', async ({ signIn, visitor, repository }) => {
    const ada = await signIn('Ada');
    const alan = await visitor('Alan');
    const { id } = await ada.client.createRunning(repository);
    const workbench = await join(alan, await share(ada, id));
    await expect(new People(alan.page).person(alan.name, 'viewer')).toBeVisible();

    await test.step('reads a file, and cannot type into it', async () => {
        const editor = await workbench.openFile('README.md');
        await expect.poll(() => editor.text()).toContain('A list of guests, for trying an IDE.');
        await editor.focus();
        await editor.type('intruder');
        await alan.page.keyboard.press('Control+s');
        await expect(
            alan.page.getByText('Cannot edit').or(alan.page.locator('.monaco-editor-overlaymessage'))
        ).toBeVisible();
        expect(await editor.text()).not.toContain('intruder');
        await expect(editor.tab).not.toHaveClass(/theia-mod-dirty/);
    });

    await test.step('finds text', async () => {
        await workbench.search('pomegranate');
        await expect(workbench.searchResults).toContainText('The pomegranate seat is free.');
    });

    await test.step('is offered no terminal', async () => {
        await alan.page.locator('#theia-main-content-panel').click();
        await alan.page.keyboard.press('F1');
        await workbench.quickInput.locator('input.input').fill('>Terminal: Create New Terminal');
        await expect(workbench.quickInput).toContainText('0 Results');
        await alan.page.keyboard.press('Escape');
        await alan.page.keyboard.press('Control+Shift+`');
        await expect(alan.page.locator('.terminal-container')).toHaveCount(0);
    });
    expect((await ada.client.workspace(id)).status).toBe('running');
});

test('a program with the rights of a viewer is refused by the server', async ({ hub, signIn, repository }) => {
    const ada = await signIn('Ada');
    const { id } = await ada.client.createRunning(repository);
    const link = await share(ada, id, { role: 'editor' });
    const grace = await RawClient.signIn(hub, uniqueName('Grace'));
    const alan = await RawClient.signIn(hub, uniqueName('Alan'));
    for (const guest of [grace, alan]) {
        expect((await guest.join(link)).text).toContain('"joined"');
    }
    const lowered = await ada.client.call('PATCH', `/workspaces/${id}/members/${await alan.userId}`, {
        role: 'viewer'
    });
    expect(lowered.ok(), await lowered.text()).toBe(true);
    await Promise.all([grace.enter(id), alan.enter(id)]);
    const graces = await ServicesConnection.open(hub, grace, id, 'graces-frontend');
    const alans = await ServicesConnection.open(hub, alan, id, 'alans-frontend');
    expect([await graces.connect(), await alans.connect()]).toEqual([true, true]);
    const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
    const read = async (client: ServicesConnection, file: string): Promise<string> =>
        new TextDecoder().decode((await client.call(FILES, 'readFile', `${ROOT}/${file}`)) as Uint8Array);
    const overwrite = { create: true, overwrite: true };

    await test.step('reads', async () => {
        expect(await read(alans, 'README.md')).toContain('# Guests');
    });

    await test.step('every way to change a file', async () => {
        const before = await read(graces, 'README.md');
        for (const [method, ...parameters] of [
            ['writeFile', `${ROOT}/README.md`, bytes('changed'), overwrite],
            ['writeFile', `${ROOT}/new.txt`, bytes('new'), overwrite],
            ['updateFile', `${ROOT}/README.md`, [{ text: 'changed' }], {}],
            ['mkdir', `${ROOT}/new`],
            ['delete', `${ROOT}/README.md`, { recursive: true, useTrash: false }],
            ['rename', `${ROOT}/README.md`, `${ROOT}/new.md`, { overwrite: true }],
            ['copy', `${ROOT}/README.md`, `${ROOT}/new.md`, { overwrite: true }],
            ['open', `${ROOT}/README.md`, { create: true }]
        ] as const) {
            await expect(alans.call(FILES, method, ...parameters), method).rejects.toThrow(REFUSAL);
        }
        expect(await read(graces, 'README.md')).toBe(before);
        await graces.call(FILES, 'writeFile', `${ROOT}/new.txt`, bytes('of an editor'), overwrite);
        expect(await read(alans, 'new.txt')).toBe('of an editor');
    });

    await test.step('files outside of the workspace', async () => {
        for (const resource of ['file:///etc/passwd', `${ROOT}/../../etc/passwd`, 'file:///home/longtable']) {
            await expect(alans.call(FILES, 'stat', resource), resource).rejects.toThrow(REFUSAL);
        }
    });

    await test.step('everything that runs something', async () => {
        for (const [path, method, ...parameters] of [
            ['/services/shell-terminal', 'create', { shell: '/bin/sh', args: ['-c', 'echo x > /workspace/guests/x'] }],
            ['/services/terminal', 'create', { command: '/bin/sh', args: ['-c', 'echo x > /workspace/guests/x'] }],
            ['/services/task', 'run', { type: 'shell', label: 'x', command: 'echo x > /workspace/guests/x' }],
            ['/services/debug', 'createDebugSession', { type: 'node', request: 'launch', name: 'x' }, ROOT],
            ['/services/plugin-ext', 'install', 'vscode:extension/a.b'],
            ['/services/plugin-ext', 'setStorageValue', 'x', {}, {}],
            ['/services/vsx-registry', 'query', []],
            ['/services/request-service', 'request', { url: 'http://127.0.0.1:1/' }],
            ['/services/keyStore', 'getPassword', 'a', 'b'],
            ['/services/no-such-service', 'anything']
        ] as const) {
            const call = alans.call(path, method, ...parameters);
            const outcome = await Promise.race([
                call.then(
                    () => 'allowed',
                    (error: unknown) => (error instanceof Error ? error.message : String(error))
                ),
                // A path that nobody serves is not opened at all; what comes after it on the connection is.
                read(alans, 'README.md')
                    .then(() => read(alans, 'README.md'))
                    .then(() => 'no answer')
            ]);
            expect(outcome, `${path} ${method}`).toMatch(
                path === '/services/no-such-service' ? /no answer/ : new RegExp(REFUSAL)
            );
        }
        const names = (await graces.call(FILES, 'readdir', ROOT)) as [string, unknown][];
        expect(names.map(([name]) => name)).not.toContain('x');
    });

    await test.step("somebody else's terminal", async () => {
        const terminal = await graces.call('/services/shell-terminal', 'create', { shell: '/bin/cat' });
        const channel = await Promise.race([
            alans.openChannel(`/services/terminals/${String(terminal)}`),
            read(alans, 'README.md').then(() => undefined)
        ]);
        const received: string[] = [];
        channel?.onMessage(message => received.push(message().readString()));
        channel?.getWriteBuffer().writeString('secret\n').commit();
        const own = await graces.openChannel(`/services/terminals/${String(terminal)}`);
        const echoed = new Promise<string>(resolve => own.onMessage(message => resolve(message().readString())));
        own.getWriteBuffer().writeString('open\n').commit();
        expect(await echoed).toContain('open');
        expect(await echoed).not.toContain('secret');
        expect(received.join('')).toBe('');
    });

    await test.step('plain requests', async () => {
        for (const [method, path] of [
            ['PUT', '/files/'],
            ['GET', '/files/?uri=file:///workspace/guests/README.md'],
            ['GET', '/file?uri=file:///etc/passwd'],
            ['GET', '/file//etc/passwd'],
            ['POST', '/file-upload'],
            ['GET', '/hostedPlugin/../file'],
            ['DELETE', '/.longtable/share'],
            ['PUT', '/.longtable/share'],
            ['POST', '/.longtable/stop'],
            ['DELETE', `/.longtable/members/${await grace.userId}`],
            ['PATCH', `/.longtable/members/${await alan.userId}`],
            ['POST', `/.longtable/requests/${await alan.userId}`]
        ] as const) {
            const body = method === 'GET' || method === 'DELETE' ? {} : { body: { role: 'editor' } };
            expect((await alan.at(id, method, path, body)).status, `${method} ${path}`).toBe(403);
        }
        for (const [method, path] of [
            ['PATCH', ''],
            ['DELETE', ''],
            ['POST', '/stop'],
            ['GET', '/download'],
            ['GET', '/share'],
            ['PUT', '/share'],
            ['DELETE', '/share'],
            ['GET', '/requests'],
            ['GET', '/audit'],
            ['DELETE', `/members/${await grace.userId}`]
        ] as const) {
            const answer = await alan.atHub(method, `/api/v1/workspaces/${id}${path}`);
            expect(answer.status, `${method} ${path}: ${answer.text}`).toBe(403);
        }
    });
    graces.dispose();
    alans.dispose();
});
