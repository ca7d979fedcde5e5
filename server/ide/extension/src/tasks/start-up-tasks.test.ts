import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
    type Person,
    START_UP_PATH,
    type StartUpMessage,
    type StartUpScript,
    type StartUpState
} from '@longtable/common';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { BackendProcess, person } from '../testing/backend-process';
import { FrontendConnection } from '../testing/frontend-connection';

const patience = { timeout: 20_000, interval: 50 };

let backend: BackendProcess;
let connections: FrontendConnection[];
beforeEach(async () => {
    backend = await BackendProcess.start();
    connections = [];
});
afterEach(async () => {
    connections.forEach(connection => connection[Symbol.dispose]());
    await backend[Symbol.asyncDispose]();
});

/** A terminal whose shell reads this in the place of `~/.bashrc`. */
async function script(id: string, text: string, more: Partial<StartUpScript> = {}): Promise<StartUpScript> {
    const file = path.join(backend.directory, `${id}.bash`);
    await writeFile(file, text);
    return { id, name: `Task ${id}`, script: file, environment: {}, openIn: 'bottom', openMode: 'tab-after', ...more };
}

function tell(message: Partial<StartUpMessage>): void {
    backend.child.send({
        type: 'start-up',
        start: 'first',
        kind: 'fresh',
        folder: backend.inWorkspace(),
        environment: {},
        terminals: [],
        lost: [],
        problems: [],
        recommendations: [],
        ...message
    } satisfies StartUpMessage);
}

interface Tab {
    readonly connection: FrontendConnection;
    readonly states: StartUpState[];
    call(method: 'getState' | 'attach'): Promise<StartUpState | undefined>;
}

async function openTab(who: Person = person()): Promise<Tab> {
    const id = `tab-${connections.length}`;
    const connection = await FrontendConnection.open(backend, await backend.sign(who), id);
    connections.push(connection);
    await connection.connect();
    const states: StartUpState[] = [];
    const { service } = await connection.service(START_UP_PATH, {
        onDidChangeState: (state: StartUpState) => states.push(state)
    });
    return { connection, states, call: async method => (await service[method]?.()) as StartUpState | undefined };
}

const written = (name: string): Promise<string> => readFile(path.join(backend.directory, name), 'utf8');
/** A shell makes a file before it writes its line. */
const untilWritten = (name: string): Promise<string> =>
    vi.waitFor(async () => {
        const text = await written(name);
        expect(text).toMatch(/\n$/);
        return text;
    }, patience);

/** What a terminal shows to somebody who attaches to it now. */
async function attachTo(
    { connection }: Tab,
    terminalId: number
): Promise<{ text: () => string; type(text: string): void }> {
    let shown = '';
    const channel = await connection.open(`/services/terminals/${terminalId}`);
    channel.onMessage(message => (shown += message().readString()));
    return { text: () => shown, type: text => channel.getWriteBuffer().writeString(text).commit() };
}

test('TASK-10: terminals run without any browser, in the folder, with their variables', async () => {
    const out = path.join(backend.directory, 'out');
    tell({
        terminals: [
            await script('a', `{ pwd; echo "$SEAT $-"; tty; } > ${out}.a.part && mv ${out}.a.part ${out}.a`, {
                environment: { SEAT: 'window' }
            }),
            await script('b', `echo b > ${out}.b`)
        ]
    });
    const [pwd, variables, terminal] = (await untilWritten('out.a')).split('\n');
    expect(pwd).toBe(backend.inWorkspace());
    expect(variables).toMatch(/^window .*i/);
    expect(terminal).toMatch(/^\/dev\/pts\/\d+$/);
    expect(await untilWritten('out.b')).toBe('b\n');
});

test('everybody who edits finds the terminals with all they have shown, and hears when one ends', async () => {
    const early = await openTab();
    expect(await early.call('getState')).toBeUndefined();
    tell({
        lost: ['Old'],
        problems: [{ file: '.gitpod.yml', line: 1, column: 2, message: 'No.' }],
        recommendations: ['a.b'],
        terminals: [await script('a', 'echo "be""gun"', { openIn: 'main', openMode: 'split-right' })]
    });
    await vi.waitFor(() => expect(early.states).toHaveLength(1), patience);
    const late = await openTab(person({ userId: 'bob', role: 'editor' }));
    const state = await late.call('getState');
    expect(state).toEqual(early.states[0]);
    expect(state).toMatchObject({ start: 'first', lost: ['Old'], recommendations: ['a.b'], problems: [{ line: 1 }] });
    expect(state?.terminals).toEqual([
        {
            id: 'a',
            name: 'Task a',
            openIn: 'main',
            openMode: 'split-right',
            terminalId: expect.any(Number) as number,
            ofTab: false
        }
    ]);
    const id = state?.terminals[0]?.terminalId ?? 0;
    const terminal = await vi.waitFor(async () => {
        // What comes together with the answer to the opening of a channel is before one can listen here.
        const attached = await attachTo(await openTab(), id);
        await vi.waitFor(() => expect(attached.text()).toContain('begun'), { timeout: 2000 });
        return attached;
    }, patience);
    terminal.type('exit\n');
    await vi.waitFor(() => expect(early.states.at(-1)?.terminals).toEqual([]), patience);
    expect(late.states.at(-1)?.terminals).toEqual([]);
});

test('TASK-8: the environment is that of every shell from then on, and of what runs at the start', async () => {
    const out = path.join(backend.directory, 'out');
    tell({
        environment: { SEAT: 'aisle', HOME: null },
        terminals: [await script('a', `echo "$SEAT \${HOME-none}" > ${out}`)]
    });
    expect(await untilWritten('out')).toBe('aisle none\n');
    const { connection } = await openTab();
    await connection.call('/services/shell-terminal', 'create', {
        shell: '/bin/sh',
        args: ['-c', `echo "$SEAT" > ${out}.shell`]
    });
    await vi.waitFor(async () => expect(await written('out.shell')).toBe('aisle\n'), patience);
});

test('TASK-12: a message that comes again changes nothing', async () => {
    const out = path.join(backend.directory, 'out');
    const terminals = [await script('a', `echo once >> ${out}`)];
    tell({ terminals });
    tell({ terminals, start: 'second' });
    await untilWritten('out');
    expect((await (await openTab()).call('getState'))?.terminals).toHaveLength(1);
    expect(await written('out')).toBe('once\n');
});

describe('what comes with each tab', () => {
    const ada = person({ email: 'ada@example.org' });

    test('runs as the person, for that tab alone, once, and ends with it', async () => {
        const out = path.join(backend.directory, 'out');
        const one = await openTab(ada);
        const other = await openTab(person({ userId: 'bob', name: 'Bob', role: 'editor' }));
        tell({ attach: await script('attach', `echo "$$ $GIT_AUTHOR_EMAIL" >> ${out}`) });
        await vi.waitFor(() => expect(one.states).toHaveLength(1), patience);
        await one.call('attach');
        await one.call('attach');
        await untilWritten('out');
        expect((await one.call('getState'))?.terminals.map(({ id, ofTab }) => [id, ofTab])).toEqual([['attach', true]]);
        expect((await other.call('getState'))?.terminals).toEqual([]);
        await other.call('attach');
        await vi.waitFor(async () => expect((await written('out')).trim().split('\n')).toHaveLength(2), patience);
        const [first = '', second = ''] = (await written('out')).split('\n');
        expect(first).toMatch(/ ada@example\.org$/);
        expect(second).toMatch(/ bob@users\.noreply/);

        await one.connection.call('/services/ChannelCloseService', 'markForClose', one.connection.id);
        one.connection[Symbol.dispose]();
        await vi.waitFor(() => expect(() => process.kill(parseInt(first), 0)).toThrow(), patience);
        expect(() => process.kill(parseInt(second), 0)).not.toThrow();
    });

    test('is nothing before the agent has spoken', async () => {
        const tab = await openTab(ada);
        await tab.call('attach');
        expect(await tab.call('getState')).toBeUndefined();
    });
});

test('a viewer learns nothing of it (IDE-5)', async () => {
    tell({ terminals: [await script('a', '')] });
    const viewer = await openTab(person({ userId: 'eve', role: 'viewer' }));
    await expect(viewer.call('getState')).rejects.toThrow();
    await expect(viewer.call('attach')).rejects.toThrow();
    expect(viewer.states).toEqual([]);
});

test('TASK-12: terminals end with a backend that is killed', async () => {
    await mkdir(path.join(backend.directory, 'run'));
    tell({ terminals: [await script('a', `echo $$ > ${path.join(backend.directory, 'id')}; sleep 1000`)] });
    const id = await vi.waitFor(async () => Number((await written('id')).trim() || expect.fail()), patience);
    backend.child.kill('SIGKILL');
    await once(backend.child, 'exit');
    await vi.waitFor(() => expect(() => process.kill(id, 0)).toThrow(), patience);
});
