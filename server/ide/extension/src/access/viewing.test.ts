import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { BackendProcess, person } from '../testing/backend-process';
import { FrontendConnection, type Service } from '../testing/frontend-connection';
import { writeExtension } from '../testing/extension';
import { pluginHostsOf } from '../testing/plugin-hosts';

const files = '/services/remote-filesystem';
const refused = /shared with you for viewing/;

let backend: BackendProcess;
let viewer: FrontendConnection;
const uri = (...names: string[]): string => pathToFileURL(backend.inWorkspace(...names)).href;
const elsewhere = (...names: string[]): string => pathToFileURL(path.join(backend.directory, ...names)).href;

beforeAll(async () => {
    backend = await BackendProcess.start(async directory => {
        const project = path.join(directory, 'workspace', 'project');
        await mkdir(path.join(project, 'source'), { recursive: true });
        await writeFile(path.join(project, 'source', 'hello.txt'), 'hello needle\n');
        await writeFile(path.join(directory, 'home', 'secret.txt'), 'secret needle\n');
        await symlink(path.join(directory, 'home'), path.join(project, 'link'));
        await symlink(path.join(directory, 'home', 'secret.txt'), path.join(project, 'secret.txt'));
        await writeExtension(path.join(directory, 'plugins'), 'here');
    });
    const assertion = await backend.sign(person({ userId: 'vera', name: 'Vera', role: 'viewer' }));
    viewer = await FrontendConnection.open(backend, assertion, 'vera');
    await viewer.connect();
});
afterAll(async () => {
    viewer[Symbol.dispose]();
    await backend[Symbol.asyncDispose]();
});

test('a viewer reads what is in the folder of the workspace (IDE-7)', async () => {
    const content = (await viewer.call(files, 'readFile', uri('source', 'hello.txt'))) as Uint8Array;
    expect(Buffer.from(content).toString()).toBe('hello needle\n');
    expect(await viewer.call(files, 'readdir', uri('source'))).toEqual([['hello.txt', 1]]);
    expect(await viewer.call(files, 'stat', uri('source'))).toMatchObject({ type: 2 });
    await expect(viewer.call(files, 'stat', uri('not', 'there'))).rejects.not.toThrow(refused);
    expect(((await viewer.call(files, 'getCapabilities')) as number) & 2048).toBe(2048);
});

describe.each([
    ['the home directory', () => elsewhere('home', 'secret.txt')],
    ['a file of the machine', () => 'file:///etc/passwd'],
    ['a link to a file', () => uri('secret.txt')],
    ['a file behind a linked directory', () => uri('link', 'secret.txt')],
    ['a way back up', () => `${uri()}/../../home/secret.txt`],
    ['an escaped way back up', () => `${uri()}/%2e%2e/%2E%2E/home/secret.txt`],
    ['a directory whose name begins alike', () => `${uri()}-other/secret.txt`],
    ['what runs as the backend', () => 'file:///proc/self/environ'],
    ['the directory above', () => elsewhere('workspace')],
    ['the settings of others', () => elsewhere('home', '.theia', 'people', 'ada', 'settings.json')],
    ['a place below a file', () => 'file:///etc/passwd/x'],
    ['another machine', () => 'file://server/etc/passwd'],
    ['another scheme', () => 'user-storage:/etc/passwd'],
    ['nothing at all', () => undefined]
])('%s', (_, place) => {
    test.each(['readFile', 'readdir', 'stat', 'access', 'watch', 'readFileStream'])(
        'is refused to a viewer by %s (IDE-7)',
        async method => {
            const before = method === 'watch' ? [7] : [];
            await expect(viewer.call(files, method, ...before, place(), ...[1, {}])).rejects.toThrow(refused);
        }
    );

    test('is not searched for a viewer (IDE-7)', async () => {
        const roots = { rootUris: [place()] };
        await expect(viewer.call('/services/search', 'find', '', roots)).rejects.toThrow(refused);
        await expect(
            viewer.call('/services/search', 'find', '', { rootOptions: { [String(place())]: {} } })
        ).rejects.toThrow(refused);
        await expect(viewer.call('/services/search-in-workspace', 'search', 'needle', [place()])).rejects.toThrow(
            refused
        );
    });
});

test('a viewer changes no file (IDE-5)', async () => {
    const file = uri('source', 'hello.txt');
    const content = new Uint8Array([120]);
    for (const [method, ...parameters] of [
        ['writeFile', file, content, { create: true, overwrite: true }],
        ['updateFile', file, [{ text: 'x' }], {}],
        ['delete', file, {}],
        ['mkdir', uri('new')],
        ['rename', file, uri('other'), { overwrite: true }],
        ['copy', file, uri('other'), { overwrite: true }],
        ['open', file, { create: true }],
        ['write', 1, 0, content, 0, 1],
        ['read', 0, 0, 10]
    ] as [string, ...unknown[]][]) {
        await expect(viewer.call(files, method, ...parameters), method).rejects.toThrow(refused);
    }
    expect(await readFile(backend.inWorkspace('source', 'hello.txt'), 'utf8')).toBe('hello needle\n');
});

describe('search in files', () => {
    async function search(include?: string[], followSymlinks?: boolean): Promise<string[]> {
        const found: string[] = [];
        const done = Promise.withResolvers<undefined>();
        const { service } = await openSearch({
            onResult: (_: number, result: { fileUri: string }) => found.push(result.fileUri),
            onDone: () => done.resolve(undefined)
        });
        await service['search']?.('needle', [uri()], { include, followSymlinks });
        await done.promise;
        return found;
    }

    // Each search needs a connection of its own, since a connection opens a path once.
    let opened = 0;
    async function openSearch(client: object): Promise<{ service: Service }> {
        opened++;
        const assertion = await backend.sign(person({ userId: 'vera', name: 'Vera', role: 'viewer' }));
        const connection = await FrontendConnection.open(backend, assertion, `search-${String(opened)}`);
        await connection.connect();
        return connection.service('/services/search-in-workspace', client);
    }

    test('finds what a viewer may read, and follows no link out of it (IDE-7)', async () => {
        expect(await search()).toEqual([uri('source', 'hello.txt')]);
        expect(await search(undefined, true)).toEqual([uri('source', 'hello.txt')]);
        expect(await search(['./source/**'])).toEqual([uri('source', 'hello.txt')]);
    });

    test.each([['/etc/passwd'], ['./link/**'], ['./../../home/**'], ['.\\link'], ['./secret.txt']])(
        'refuses a viewer the pattern %s, which names another place (IDE-7)',
        async pattern => {
            await expect(search([pattern])).rejects.toThrow(refused);
        }
    );
});

test('a viewer learns nothing of the environment (IDE-7)', async () => {
    const names = ((await viewer.call('/services/envs', 'getVariables')) as { name: string }[]).map(({ name }) => name);
    expect(names).toEqual(
        ['THEIA_WEBVIEW_EXTERNAL_ENDPOINT', 'VSCODE_API_VERSION'].filter(name => names.includes(name))
    );
    expect(await viewer.call('/services/envs', 'getValue', 'PATH')).toBeUndefined();
    expect(await viewer.call('/services/envs', 'getValue', 'THEIA_WEBVIEW_EXTERNAL_ENDPOINT')).toMatchObject({
        value: expect.stringContaining('webview') as unknown
    });
});

test('a viewer has the themes and grammars of extensions, and no process that runs them (IDE-5)', async () => {
    const ids = await vi.waitFor(
        async () => {
            const found = (await viewer.call('/services/hostedPlugin', 'getDeployedPluginIds')) as string[];
            expect(found).toContain('tester.here@1.0.0');
            return found;
        },
        { timeout: 20_000 }
    );
    expect(await viewer.call('/services/hostedPlugin', 'getDeployedPlugins', ids)).toHaveLength(ids.length);
    const manifest = elsewhere('plugins', 'here', 'package.json');
    expect(await viewer.call(files, 'readFile', manifest)).toBeInstanceOf(Uint8Array);
    await expect(viewer.call(files, 'readFile', elsewhere('plugins', 'other.json'))).rejects.toThrow(refused);
    expect(await pluginHostsOf(backend)).toEqual([]);
});
