import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { WorkspaceId, type StartUpMessage } from '@longtable/common';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { temporaryDirectory } from '../testing/temporary-directory.js';
import { waitFor } from '../testing/wait-for.js';
import { StartUpTasks } from './start-up-tasks.js';

const tasks = `tasks:
  - name: Server
    before: echo before
    init: echo init
    command: echo command
`;
const container = {
    onCreateCommand: 'echo create',
    postCreateCommand: 'echo created',
    postStartCommand: 'echo start',
    postAttachCommand: 'echo attach'
};

let place: Awaited<ReturnType<typeof temporaryDirectory>>;
let told: StartUpMessage[];
let workspaceId: string;
beforeEach(async () => {
    place = await temporaryDirectory();
    workspaceId = 'abcdefgh';
    await mkdir(at('root'));
});
afterEach(() => place[Symbol.asyncDispose]());

const at = (...names: string[]): string => join(place.path, ...names);
const record = (...names: string[]): string => at('home/.longtable/start-up', ...names);

interface StartOptions {
    readonly files?: Readonly<Record<string, string>>;
    readonly fromSnapshot?: boolean;
    /** Ends after the folder was made, before anything is planned. */
    readonly cutShort?: boolean;
}

/** One start of the workspace; files are there when the folder is. */
async function start({ files = {}, fromSnapshot = false, cutShort = false }: StartOptions = {}): Promise<StartUpTasks> {
    told = [];
    const configuration = {
        workspaceId: WorkspaceId.parse(workspaceId),
        root: at('root'),
        folder: 'demo',
        home: at('home'),
        fromSnapshot
    };
    const startUp = new StartUpTasks(configuration, {}, message => told.push(message));
    await startUp.begin();
    for (const [name, content] of Object.entries(files)) {
        await mkdir(at('root/demo', name, '..'), { recursive: true });
        await writeFile(at('root/demo', name), content);
    }
    await mkdir(at('root/demo'), { recursive: true });
    if (!cutShort) {
        startUp.backendChanged(true);
        await startUp.prepare();
    }
    return startUp;
}

/** Names of the steps that the script of a chain runs. */
async function steps(id: string): Promise<string | undefined> {
    const script = told[0]?.terminals.find(terminal => terminal.id === id)?.script;
    return script === undefined ? undefined : /^__longtable_names=\((.*)\)$/m.exec(await readFile(script, 'utf8'))?.[1];
}

const endedWell = (id: string): Promise<void> => writeFile(record('done', id), '');

describe('TASK-1, TASK-2: what is due', () => {
    const files = { '.gitpod.yml': tasks, '.devcontainer/devcontainer.json': JSON.stringify(container) };

    test('everything at a fresh start, and only what is for each start at the next', async () => {
        await start({ files });
        expect(told[0]?.kind).toBe('fresh');
        expect(told[0]?.terminals.map(({ id, name }) => [id, name])).toEqual([
            ['devcontainer', 'Dev Container'],
            ['gitpod-0', 'Server']
        ]);
        expect(await steps('devcontainer')).toBe("'onCreateCommand' 'postCreateCommand' 'postStartCommand'");
        expect(await steps('gitpod-0')).toBe("'waiting' 'before' 'init' 'command'");
        expect(told[0]?.terminals.map(({ environment }) => environment['LONGTABLE_START'])).toEqual(['fresh', 'fresh']);

        for (const id of ['gitpod-0.init', 'devcontainer.onCreateCommand', 'devcontainer.postCreateCommand']) {
            await endedWell(id);
        }
        await start();
        expect(told[0]?.kind).toBe('restart');
        expect(await steps('devcontainer')).toBe("'postStartCommand'");
        expect(await steps('gitpod-0')).toBe("'before' 'command'");
        expect(told[0]?.attach).toMatchObject({ id: 'attach', name: 'postAttachCommand' });
    });

    test('what has not ended well is due again, and only that', async () => {
        await start({ files });
        await endedWell('devcontainer.onCreateCommand');
        await start();
        expect(told[0]?.kind).toBe('restart');
        expect(await steps('devcontainer')).toBe("'postCreateCommand' 'postStartCommand'");
        expect(await steps('gitpod-0')).toBe("'waiting' 'before' 'init' 'command'");
    });

    test('a start that was cut short before anything was planned was not the fresh one', async () => {
        await start({ files, cutShort: true });
        await start();
        expect(told[0]?.kind).toBe('fresh');
        expect(await steps('gitpod-0')).toContain('init');
    });

    test('what is written later is not due', async () => {
        await start();
        await start({ files });
        expect(await steps('gitpod-0')).toBe("'before' 'command'");
        expect(await steps('devcontainer')).toBe("'postStartCommand'");
    });

    test('a folder that was there before the workspace, from a snapshot or of old', async () => {
        await mkdir(at('root/demo'));
        await start({ files, fromSnapshot: true });
        expect(told[0]?.kind).toBe('snapshot');
        expect(await steps('gitpod-0')).toBe("'before' 'command'");
        expect(await steps('devcontainer')).toBe("'postStartCommand'");
        await start({ fromSnapshot: true });
        expect(told[0]?.kind).toBe('restart');
        await rm(at('home'), { recursive: true });
        await start();
        expect(told[0]?.kind).toBe('restart');
        expect(await steps('gitpod-0')).toBe("'before' 'command'");
    });

    test('a folder that is made anew', async () => {
        await start({ files });
        await endedWell('gitpod-0.init');
        await rm(at('root/demo'), { recursive: true });
        await start({ files });
        expect(told[0]?.kind).toBe('fresh');
        expect(await steps('gitpod-0')).toContain('init');
    });
});

test('TASK-3: the record of another workspace counts as none', async () => {
    await start({ files: { '.gitpod.yml': tasks } });
    workspaceId = 'ijklmnop';
    await start({ fromSnapshot: true });
    expect(told[0]?.kind).toBe('snapshot');
    expect(await steps('gitpod-0')).toBe("'before' 'command'");
});

test('TASK-3: with a record that nobody can read nothing is done twice', async () => {
    await start({ files: { '.gitpod.yml': tasks } });
    await writeFile(record('record.json'), '{');
    await start();
    expect(await steps('gitpod-0')).toBe("'before' 'command'");
});

test('TASK-4, TASK-5: of a bad file nothing runs until it is good, and the other runs', async () => {
    await start({ files: { '.gitpod.yml': 'tasks: [', '.devcontainer.json': JSON.stringify(container) } });
    expect(told[0]?.terminals.map(({ id }) => id)).toEqual(['devcontainer']);
    expect(told[0]?.problems).toMatchObject([{ file: '.gitpod.yml', line: 1 }]);
    await endedWell('devcontainer.onCreateCommand');
    await endedWell('devcontainer.postCreateCommand');
    await start({ files: { '.gitpod.yml': tasks } });
    expect(told[0]?.problems).toEqual([]);
    expect(await steps('gitpod-0')).toBe("'before' 'init' 'command'");
    expect(await steps('devcontainer')).toBe("'postStartCommand'");
});

test('TASK-5: what cannot be read is a problem', async () => {
    await mkdir(at('root/demo/.gitpod.yml'), { recursive: true });
    await symlink('.devcontainer.json', at('root/demo/.devcontainer.json'));
    await start();
    expect(told[0]?.problems.map(({ file, message }) => [file, message])).toEqual([
        ['.gitpod.yml', expect.stringMatching(/could not be read: .*Nothing of it was started\.$/)],
        ['.devcontainer.json', expect.stringMatching(/could not be read: .*Nothing of it was started\.$/)]
    ]);
});

test('the file in the folder of dev containers goes before the one beside it', async () => {
    await start({
        files: {
            '.devcontainer/devcontainer.json': '{ "postStartCommand": "echo first" }',
            '.devcontainer.json': '{ "postStartCommand": "echo second" }'
        }
    });
    expect(await readFile(told[0]?.terminals[0]?.script ?? '', 'utf8')).toContain('echo first');
});

describe('TASK-12: another backend of the same start', () => {
    const files = {
        '.gitpod.yml': `${tasks}  - name: Second\n    command: echo\n  - name: Third\n    command: echo\n`
    };

    test('runs what no shell has begun, and is told what the earlier took along', async () => {
        const startUp = await start({ files });
        await mkdir(record('run/gitpod-0.begun'));
        await mkdir(record('run/gitpod-1.begun'));
        await writeFile(record('run/gitpod-1.finished'), '');
        startUp.backendChanged(false);
        startUp.backendChanged(true);
        await waitFor('the message', () => told.length === 2);
        expect(told[1]?.start).toBe(told[0]?.start);
        expect(told[1]?.terminals.map(({ name }) => name)).toEqual(['Third']);
        expect(told[1]?.lost).toEqual(['Server']);
        // Whoever waits for it goes on.
        expect(await readFile(record('run/gitpod-0.failed'), 'utf8')).toBe('');
    });

    test('the next start knows nothing of that', async () => {
        await start({ files });
        await mkdir(record('run/gitpod-0.begun'));
        await start();
        expect(told[0]?.lost).toEqual([]);
        expect(told[0]?.terminals).toHaveLength(3);
    });

    test('a backend is told once, and only when both it and the folder are there', async () => {
        const startUp = await start({ files, cutShort: true });
        startUp.backendChanged(true);
        startUp.backendChanged(false);
        await startUp.prepare();
        expect(told).toEqual([]);
        startUp.backendChanged(true);
        await waitFor('the message', () => told.length === 1);
        await startUp.prepare();
        expect(told).toHaveLength(1);
    });
});

test('TASK-9: ports are kept, and extensions of both files are told once', async () => {
    const startUp = await start({
        files: {
            '.gitpod.yml': 'vscode: { extensions: [a.b, c.d] }',
            '.devcontainer.json': JSON.stringify({
                forwardPorts: [3000],
                customizations: { vscode: { extensions: ['c.d', 'e.f'] } }
            })
        }
    });
    expect(told[0]?.recommendations).toEqual(['a.b', 'c.d', 'e.f']);
    expect(startUp.plan?.forwardPorts).toEqual([3000]);
});

test('a home that cannot be written to leaves the workspace without tasks', async () => {
    await writeFile(at('home'), 'no directory');
    await start({ files: { '.gitpod.yml': tasks } });
    expect(told).toEqual([]);
});
