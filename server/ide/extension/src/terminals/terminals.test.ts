import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import {
    OWN_TERMINALS_PATH,
    OwnTerminals,
    type Person,
    RESTORED_TERMINALS_FILE,
    type RestoredTerminals
} from '@longtable/common';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { BackendProcess, person } from '../testing/backend-process';
import { FrontendConnection } from '../testing/frontend-connection';

const shells = '/services/shell-terminal';
const patience = { timeout: 20_000, interval: 50 };
const ada = person();
const bob = person({ userId: 'bob', name: 'Bob', role: 'editor' });

let backend: BackendProcess;
let open: FrontendConnection[] = [];

async function connect(who: Person): Promise<FrontendConnection> {
    const connection = await FrontendConnection.open(backend, await backend.sign(who), `of-${who.userId}`);
    open.push(connection);
    await connection.connect();
    return connection;
}

/** A terminal as somebody sees it who attaches to it now. */
async function attachTo(connection: FrontendConnection, id: number) {
    let shown = '';
    const channel = await connection.open(`/services/terminals/${id}`);
    channel.onMessage(message => (shown += message().readString()));
    return { shown: () => shown, type: (text: string) => channel.getWriteBuffer().writeString(text).commit() };
}

async function terminalsOf(who: Person): Promise<OwnTerminals['terminals']> {
    const { status, body } = await backend.request(OWN_TERMINALS_PATH, await backend.sign(who));
    expect(status, body).toBe(200);
    return OwnTerminals.parse(JSON.parse(body)).terminals;
}

const kept = (): RestoredTerminals => ({
    owner: 'ada',
    terminals: [
        {
            terminalId: 4711,
            title: 'sh',
            directory: backend.inWorkspace('deep'),
            scrollback: '$ echo once\r\nonce\x1b[6n\r\n'
        },
        { terminalId: 4712, title: 'sh', directory: backend.inWorkspace('gone'), scrollback: 'other\r\n' }
    ]
});

beforeEach(async () => {
    backend = await BackendProcess.start();
    await mkdir(backend.inWorkspace('deep'));
});
afterEach(async () => {
    open.forEach(connection => connection[Symbol.dispose]());
    open = [];
    await backend[Symbol.asyncDispose]();
});

test('a person is told of their own shells: directory and what they showed, and of nobody else’s (IDE-13)', async () => {
    const connection = await connect(ada);
    await (await connect(bob)).call(shells, 'create', { shell: '/bin/sh' });
    const id = (await connection.call(shells, 'create', {
        shell: '/bin/sh',
        rootURI: pathToFileURL(backend.inWorkspace()).href
    })) as number;
    const terminal = await attachTo(connection, id);
    terminal.type(`cd deep; printf 'q\\033[6n\\033]0;title\\007a\\n'\n`);
    await vi.waitFor(() => expect(terminal.shown()).toContain('title\x07a'), patience);

    await vi.waitFor(async () => {
        const [own, ...others] = await terminalsOf(ada);
        expect(others).toEqual([]);
        expect(own).toMatchObject({ terminalId: id, title: 'sh', directory: backend.inWorkspace('deep') });
        expect(own?.scrollback).toContain('qa\r\n');
        expect(own?.scrollback).not.toContain('\x1b[6n');
    }, patience);
    expect((await terminalsOf(bob)).map(({ terminalId }) => terminalId)).not.toContain(id);
    const viewer = await backend.sign(person({ userId: 'vera', role: 'viewer' }));
    expect((await backend.request(OWN_TERMINALS_PATH, viewer)).status).toBe(403);

    await connection.call(shells, 'close', id);
    await vi.waitFor(async () => expect(await terminalsOf(ada)).toEqual([]), patience);
});

test('a terminal of the snapshot comes back once, to its owner: what it showed, and a shell where it was (IDE-14)', async () => {
    const file = path.join(backend.directory, 'home', RESTORED_TERMINALS_FILE);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, JSON.stringify(kept()));
    expect(await (await connect(bob)).call(shells, 'attach', 4711)).toBe(-1);

    const connection = await connect(ada);
    const id = (await connection.call(shells, 'attach', 4711)) as number;
    expect(id).toBeGreaterThan(0);
    const terminal = await attachTo(connection, id);
    await vi.waitFor(() => expect(terminal.shown()).toContain('once'), patience);
    terminal.type('echo at $(pwd)\n');
    await vi.waitFor(() => expect(terminal.shown()).toContain(`at ${backend.inWorkspace('deep')}`), patience);
    expect(terminal.shown()).toMatch(/^\$ echo once\r\nonce\r\n[^]*as the snapshot has kept it/);
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ ...kept(), terminals: kept().terminals.slice(1) });
    expect(await connection.call(shells, 'attach', 4711)).toBe(-1);

    // Its directory is gone.
    const other = await attachTo(connection, (await connection.call(shells, 'attach', 4712)) as number);
    other.type('echo at $(pwd)\n');
    await vi.waitFor(() => expect(other.shown()).toContain(`at ${backend.inWorkspace()}\r`), patience);
    await expect(readFile(file)).rejects.toThrow('ENOENT');
});
