import { execFile } from 'node:child_process';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { Person } from '@longtable/common';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { BackendProcess, person } from '../testing/backend-process';
import { writeExtension } from '../testing/extension';
import { FrontendConnection } from '../testing/frontend-connection';
import { pluginHostsOf } from '../testing/plugin-hosts';

const run = promisify(execFile);
const ada = person({ email: 'ada@example.org' });
const bob = person({ userId: 'bob', name: 'Bob Ünal', role: 'editor' });
const patience = { timeout: 30_000, interval: 100 };

let backend: BackendProcess;
let adas: FrontendConnection;
let bobs: FrontendConnection;
const messages = { ada: [] as string[], bob: [] as string[] };

async function connect(who: Person, id: string): Promise<FrontendConnection> {
    const connection = await FrontendConnection.open(backend, await backend.sign(who), id);
    await connection.connect();
    return connection;
}

beforeAll(async () => {
    backend = await BackendProcess.start(async directory => {
        await writeExtension(path.join(directory, 'plugins'), 'here');
        const git = { cwd: path.join(directory, 'workspace', 'project') };
        await run('git', ['init', '-q', '-b', 'main'], git);
        // The configuration of the workspace, which is the owner's.
        await run('git', ['config', 'user.name', 'Somebody Else'], git);
        await run('git', ['config', 'user.email', 'else@example.org'], git);
    });
    adas = await connect(ada, 'ada');
    bobs = await connect(bob, 'bob');
    for (const [who, connection] of [['ada', adas] as const, ['bob', bobs] as const]) {
        await connection.service('/services/messageService', {
            showMessage: (message: { text: string }) => messages[who].push(message.text)
        });
    }
});
afterAll(async () => {
    adas[Symbol.dispose]();
    bobs[Symbol.dispose]();
    await backend[Symbol.asyncDispose]();
});

describe('who committed', () => {
    const commit = (subject: string): string => `git commit -q --allow-empty -m ${subject}`;
    let subject = '';
    beforeEach(() => {
        subject = `c${Math.random().toString(36).slice(2)}`;
    });

    async function expectPerson(name: string, email: string): Promise<void> {
        const git = { cwd: backend.inWorkspace() };
        await vi.waitFor(async () => {
            const { stdout } = await run('git', ['log', '--format=%s|%an|%ae|%cn|%ce'], git);
            expect(stdout.split('\n')).toContain(`${subject}|${name}|${email}|${name}|${email}`);
        }, patience);
    }

    const people = [
        ['Ada', () => adas, 'ada@example.org'],
        ['Bob Ünal', () => bobs, 'bob@users.noreply.longtable.invalid']
    ] as const;

    test.each(people)('in a shell of %s (IDE-10)', async (name, connection, email) => {
        const shell = {
            shell: '/bin/sh',
            args: ['-c', commit(subject)],
            rootURI: pathToFileURL(backend.inWorkspace()).href
        };
        await connection().call('/services/shell-terminal', 'create', shell);
        await expectPerson(name, email);
    });

    test.each(people)(
        'in a shell of %s whose environment is given as a whole (IDE-10)',
        async (name, connection, email) => {
            await connection().call('/services/shell-terminal', 'create', {
                shell: '/bin/sh',
                args: ['-c', commit(subject)],
                rootURI: pathToFileURL(backend.inWorkspace()).href,
                env: { PATH: process.env['PATH'], GIT_AUTHOR_NAME: 'Somebody Else' },
                strictEnv: true
            });
            await expectPerson(name, email);
        }
    );

    test.each(people)('in a program that %s runs in a terminal (IDE-10)', async (name, connection, email) => {
        await connection().call('/services/terminal', 'create', {
            command: '/bin/sh',
            args: ['-c', commit(subject)],
            options: { cwd: backend.inWorkspace() }
        });
        await expectPerson(name, email);
    });

    test.each(people)('in a task of %s (IDE-10)', async (name, connection, email) => {
        const options = { cwd: backend.inWorkspace(), env: { GIT_AUTHOR_NAME: 'Somebody Else' } };
        const task = { type: 'shell', label: subject, command: commit(subject), options, linux: { options } };
        await connection().call('/services/task', 'run', task);
        await expectPerson(name, email);
    });

    test('in the Source Control view, which runs with the extensions (IDE-10)', async () => {
        for (const connection of [adas, bobs]) {
            await vi.waitFor(
                async () =>
                    expect(await connection.call('/services/hostedPlugin', 'getDeployedPluginIds')).not.toEqual([]),
                patience
            );
        }
        const hosts = await vi.waitFor(async () => {
            const found = await pluginHostsOf(backend);
            expect(found).toHaveLength(2);
            return found;
        }, patience);
        const authors = hosts.map(host => [
            host['GIT_AUTHOR_NAME'],
            host['GIT_AUTHOR_EMAIL'],
            host['GIT_COMMITTER_NAME']
        ]);
        expect(authors.sort()).toEqual([
            ['Ada', 'ada@example.org', 'Ada'],
            ['Bob Ünal', 'bob@users.noreply.longtable.invalid', 'Bob Ünal']
        ]);
        // What Theia itself binds is not lost.
        expect(hosts.every(host => host['VSCODE_API_VERSION'])).toBe(true);
    });

    test('as they are called now, not as they were at first (IDE-10)', async () => {
        using renamed = await connect(person({ ...bob, name: 'Robert' }), 'bob-renamed');
        const shell = {
            shell: '/bin/sh',
            args: ['-c', commit(subject)],
            rootURI: pathToFileURL(backend.inWorkspace()).href
        };
        await renamed.call('/services/shell-terminal', 'create', shell);
        await expectPerson('Robert', 'bob@users.noreply.longtable.invalid');
    });
});

describe('what is a person’s own', () => {
    async function configurationOf(connection: FrontendConnection): Promise<string> {
        return fileURLToPath((await connection.call('/services/envs', 'getConfigDirUri')) as string);
    }

    test('settings and key bindings (IDE-11)', async () => {
        const [own, other] = [await configurationOf(adas), await configurationOf(bobs)];
        expect(own).toBe(path.join(backend.directory, 'home', '.theia', 'people', 'ada'));
        expect(other).toBe(path.join(backend.directory, 'home', '.theia', 'people', 'bob'));
        for (const directory of [own, other, path.dirname(own)]) {
            expect((await stat(directory)).mode & 0o777).toBe(0o700);
        }
        await writeFile(path.join(own, 'settings.json'), '{}');
        expect(await readdir(other)).not.toContain('settings.json');
        using second = await connect(ada, 'ada-second-tab');
        expect(await configurationOf(second)).toBe(own);
    });

    test('an id of a person is no path (IDE-11)', async () => {
        using odd = await connect(person({ userId: '../../../evil', role: 'editor' }), 'odd');
        const people = path.join(backend.directory, 'home', '.theia', 'people');
        expect(path.dirname(await configurationOf(odd))).toBe(people);
    });

    test('what extensions store, for all workspaces and for this one (IDE-11)', async () => {
        const here = { workspace: pathToFileURL(backend.inWorkspace()).href, roots: [] };
        for (const kind of [undefined, here]) {
            expect(await adas.call('/services/plugin-ext', 'setStorageValue', 'key', { by: 'ada' }, kind)).toBe(true);
            expect(await bobs.call('/services/plugin-ext', 'getStorageValue', 'key', kind)).toEqual({});
            expect(await bobs.call('/services/plugin-ext', 'getAllStorageValues', kind)).toEqual({});
            using second = await connect(ada, 'ada-third-tab');
            expect(await second.call('/services/plugin-ext', 'getStorageValue', 'key', kind)).toEqual({ by: 'ada' });
        }
        const own = (await adas.call('/services/plugin-paths', 'getHostStoragePath', here.workspace, [])) as string;
        expect(own.startsWith(await configurationOf(adas))).toBe(true);
        expect((await bobs.call('/services/plugin-paths', 'getHostLogPath')) as string).toContain('/people/bob/');
    });

    test('secrets of extensions (IDE-11)', async () => {
        await adas.call('/services/keyStore', 'setPassword', 'service', 'account', 'secret');
        expect(await adas.call('/services/keyStore', 'getPassword', 'service', 'account')).toBe('secret');
        expect(await bobs.call('/services/keyStore', 'getPassword', 'service', 'account')).toBeUndefined();
        expect(await bobs.call('/services/keyStore', 'keys', 'service')).toEqual([]);
    });

    test('recent workspaces (IDE-11)', async () => {
        await adas.call('/services/workspace', 'setMostRecentlyUsedWorkspace', pathToFileURL(backend.directory).href);
        await vi.waitFor(
            async () => expect(await adas.call('/services/workspace', 'getRecentWorkspaces')).toHaveLength(1),
            patience
        );
        expect(await bobs.call('/services/workspace', 'getRecentWorkspaces')).toEqual([]);
        expect(await bobs.call('/services/workspace', 'getMostRecentlyUsedWorkspace')).toBe(
            pathToFileURL(backend.inWorkspace()).href
        );
    });

    test('what extensions add to the environment of terminals (IDE-11)', async () => {
        const collection = { mutators: [['ASK', { type: 1, value: 'bobs-window' }]] };
        await bobs.call('/services/shell-terminal', 'setCollection', 'vscode.git', '', false, collection);
        const output = path.join(backend.directory, 'ask');
        const shell = { shell: '/bin/sh', args: ['-c', `echo "$ASK" > ${output}.part && mv ${output}.part ${output}`] };
        await adas.call('/services/shell-terminal', 'create', shell);
        expect(await vi.waitFor(() => readFile(output, 'utf8'), patience)).toBe('\n');
    });
});

test('an extension that one installs is there for all, who are told so (IDE-12)', async () => {
    const directory = path.join(backend.directory, 'home', 'more');
    await writeExtension(directory, 'new');
    await bobs.call('/services/plugin-ext', 'install', `local-dir:${directory}`);
    // As he called himself when he last connected, in the test above.
    await vi.waitFor(() => {
        expect(messages.ada).toContain('Robert installed the extension more for everybody in this workspace.');
        expect(messages.bob).toContain('You installed the extension more for everybody in this workspace.');
    }, patience);
    await vi.waitFor(
        async () =>
            expect(await adas.call('/services/hostedPlugin', 'getDeployedPluginIds')).toContain('tester.new@1.0.0'),
        patience
    );
});

test('what one installs is in the directory that all share (IDE-12)', async () => {
    const shared = await readdir(path.join(backend.directory, 'home', '.theia'));
    expect(shared).toContain('people');
    for (const who of ['ada', 'bob']) {
        const own = await readdir(path.join(backend.directory, 'home', '.theia', 'people', who));
        expect(own).not.toContain('extensions');
        expect(own).not.toContain('deployedPlugins');
    }
});
