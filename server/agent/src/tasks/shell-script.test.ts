import { spawn } from 'node:child_process';
import { appendFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { temporaryDirectory } from '../testing/temporary-directory.js';
import { waitFor } from '../testing/wait-for.js';
import { parseDevContainerFile } from './dev-container-file.js';
import { shellScript, type ScriptOptions } from './shell-script.js';
import type { Step } from './task-file.js';

let place: Awaited<ReturnType<typeof temporaryDirectory>>;
let terminals: Terminal[];
beforeEach(async () => {
    place = await temporaryDirectory();
    terminals = [];
    await Promise.all(['home', 'done', 'run', 'folder'].map(name => mkdir(join(place.path, name))));
    await writeFile(at('home', '.bashrc'), "PS1='> '\n");
});
afterEach(async () => {
    terminals.forEach(terminal => terminal.hangUp());
    await Promise.all(terminals.map(({ ended }) => ended));
    await place[Symbol.asyncDispose]();
});

const at = (...names: string[]): string => join(place.path, ...names);

const step = (name: string, text: string, once = false): Step => ({ id: `t.${name}`, name, once, shown: text, text });

/** A real terminal with the shell of a chain. */
class Terminal {
    output = '';
    readonly ended: Promise<void>;
    private readonly child;

    constructor(script: string) {
        this.child = spawn('script', ['-qfec', `exec bash --rcfile '${script}' -i`, '/dev/null'], {
            cwd: at('folder'),
            env: { PATH: process.env['PATH'], HOME: at('home'), TERM: 'xterm' },
            stdio: ['pipe', 'pipe', 'inherit']
        });
        this.child.stdout.setEncoding('utf8').on('data', (text: string) => (this.output += text));
        this.ended = new Promise(resolve => this.child.on('close', () => resolve()));
        terminals.push(this);
    }

    /** Bash itself now and then misses one that comes while it is starting a program. */
    async interrupt(expected: string): Promise<void> {
        await waitFor(`“${expected}”`, async () => {
            this.type('\x03');
            await sleep(300);
            return this.text.includes(expected);
        });
    }

    type(text: string): void {
        this.child.stdin.write(text);
    }

    /** What the window does when it is closed. */
    hangUp(): void {
        this.child.kill('SIGKILL');
    }

    /** What is shown, without colours. */
    get text(): string {
        // eslint-disable-next-line no-control-regex -- colours are control characters
        return this.output.replace(/\x1b\[[0-9;?]*[a-zA-Z]/g, '').replaceAll('\r', '');
    }

    shows(expected: string | RegExp): Promise<boolean> {
        return waitFor(`“${String(expected)}”`, () =>
            typeof expected === 'string' ? this.text.includes(expected) : expected.test(this.text)
        ).catch((error: unknown) => {
            throw new Error(`${String(error)} The terminal shows:\n${this.text}`);
        });
    }
}

async function open(steps: readonly Step[], more: Partial<ScriptOptions> = {}): Promise<Terminal> {
    const script = at('run', `${terminals.length}.bash`);
    const options = { name: 'Server', steps, doneDirectory: at('done'), marks: at('run', 't'), ...more };
    await writeFile(script, shellScript(options));
    return new Terminal(script);
}

const marks = async (): Promise<string[]> => (await readdir(at('run'))).filter(name => !name.endsWith('.bash')).sort();

test('TASK-10: steps run in order in one shell, and a shell is left that knows what they did', async () => {
    await appendFile(at('home', '.bashrc'), 'greet() { echo "hello $1"; }\nPROMPT_COMMAND=\'echo "<$?>"\'\n');
    const terminal = await open([
        step('before', 'mkdir deep && cd deep\ndeclare seat=window'),
        step('init', "greet 'Ada “L.”'; echo $((40 + 2)) > answer", true),
        step('command', '[ -t 0 ] && echo "in $(basename "$PWD") at the $seat"')
    ]);
    await terminal.shows('in deep at the window');
    await terminal.shows(/\n> $/);
    expect(terminal.text).toMatch(/before\nmkdir deep.*init\n.*hello Ada “L\.”\ncommand\n.*in deep/s);
    expect(await readFile(at('folder/deep/answer'), 'utf8')).toBe('42\n');
    expect(await readdir(at('done'))).toEqual(['t.init']);
    expect(await marks()).toEqual(['t.begun', 't.finished']);
    terminal.type('echo "$seat seat"; compgen -A function -v __longtable | wc -l\n');
    await terminal.shows('window seat\n0\n<0>\n> ');
});

test.each([
    ['fails', 'sh -c "exit 3"', 'init failed with exit code 3.'],
    ['is not known', 'no-such-program', 'init failed with exit code 127.'],
    ['is no valid bash', 'if then', 'init failed with exit code'],
    ['is killed', 'sh -c "kill -9 \\$\\$"', 'init was ended by SIGKILL (exit code 137).'],
    ['leaves the shell', 'exit 4', 'init left the shell with exit code 4.'],
    ['leaves the shell at an error', 'set -e; false; true', 'init left the shell with exit code 1.']
])('TASK-11: what %s ends its chain, with the reason and a shell', async (_, text, reason) => {
    const terminal = await open([step('init', text, true), step('command', 'touch never')]);
    await terminal.shows(reason);
    await terminal.shows('Not run: command.\nIt is due again at the next start of the workspace.');
    terminal.type('echo sh""ell\n');
    await terminal.shows('shell\n');
    expect(await readdir(at('folder'))).toEqual([]);
    expect(await readdir(at('done'))).toEqual([]);
    expect(await marks()).toEqual(['t.begun', 't.failed', 't.finished']);
});

test.each([
    ['a program', 'echo begun; sleep 1000'],
    ['a loop', 'echo begun; while true; do sleep 0.05; done'],
    ['a script', "echo begun; sh -c 'sleep 1000; true'"]
])('TASK-11: Ctrl+C in %s ends the chain and leaves a shell', async (_, text) => {
    const terminal = await open([step('init', text, true), step('command', 'touch never')]);
    await terminal.shows(/begun\n[^;]*$/);
    await terminal.interrupt('“Server”: init was interrupted. Not run: command.');
    terminal.type('echo sh""ell\n');
    await terminal.shows('shell\n');
    expect(await readdir(at('folder'))).toEqual([]);
});

test('TASK-11: the last step may close its terminal', async () => {
    const terminal = await open([step('init', 'true', true), step('command', 'exit')]);
    await terminal.ended;
    expect(await readdir(at('done'))).toEqual(['t.init']);
    expect(await marks()).toEqual(['t.begun', 't.finished']);
});

test('TASK-2: a step whose terminal goes away has not ended well', async () => {
    const terminal = await open([step('init', 'echo begun; sleep 1000', true)]);
    await terminal.shows(/begun\n[^;]*$/);
    terminal.hangUp();
    await terminal.ended;
    await waitFor('the mark', async () => (await marks()).includes('t.failed'));
    expect(await marks()).toEqual(['t.begun', 't.failed']);
    expect(await readdir(at('done'))).toEqual([]);
});

test('TASK-12: a second shell does not run the same chain', async () => {
    const first = await open([step('command', 'echo once >> log')]);
    await first.shows(/> $/);
    const second = await open([step('command', 'echo once >> log')]);
    await second.ended;
    expect(await readFile(at('folder/log'), 'utf8')).toBe('once\n');
});

test('TASK-13: a chain waits, and can be interrupted while it does', async () => {
    const wait = `until [ -e go ]; do sleep 0.05; done`;
    const terminal = await open([step('init', 'echo went', true)], { wait });
    await waitFor('the shell', async () => (await marks()).length === 1);
    await writeFile(at('folder/go'), '');
    await terminal.shows(/\nwent\n/);
    const other = await open([step('init', 'echo went', true)], { wait: 'sleep 1000', marks: at('run', 'other') });
    await waitFor('the shell', async () => (await marks()).includes('other.begun'));
    await other.interrupt('waiting was interrupted. Not run: init.');
});

describe('TASK-7: the forms of a dev container', () => {
    const steps = (command: unknown): readonly Step[] =>
        parseDevContainerFile(JSON.stringify({ postCreateCommand: command }), 'x', at('folder'), {}).chains[0]?.steps ??
        [];

    test('a text is for sh, in the folder, and changes nothing for what follows', async () => {
        const terminal = await open([
            ...steps(`cd / && pwd && echo "it's" "$0"; seat=1`),
            step('after', 'basename "$PWD"; echo "<$seat>"')
        ]);
        await terminal.shows("/\nit's /bin/sh\nafter");
        await terminal.shows('folder\n<>');
    });

    test('a list is a program with its arguments', async () => {
        const terminal = await open(steps(['printf', '%s|', 'a b', "it's", '$HOME', '*']));
        await terminal.shows("a b|it's|$HOME|*|");
    });

    test('several run at the same time, and the chain fails with one of them', async () => {
        const meet = (mine: string, other: string): string =>
            `touch ${mine}; until [ -e ${other} ]; do sleep 0.05; done`;
        const terminal = await open([
            ...steps({ 'a b': meet('a', 'b'), list: ['echo', 'x  y'], b: `${meet('b', 'a')}; echo no >&2; exit 5` }),
            step('after', 'touch never')
        ]);
        await terminal.shows('“Server”: postCreateCommand failed with exit code 5. Not run: after.');
        expect(terminal.text).toContain('[list] x  y\n');
        expect(terminal.text).toContain('[b] no\n[b] failed with exit code 5\n');
        expect(terminal.text).not.toMatch(/^\[\d+\]/m);
    });

    test('Ctrl+C ends all of them', async () => {
        const terminal = await open(steps({ a: 'echo $$ > a; sleep 1000', b: 'echo $$ > b; sleep 1000' }));
        const ids = await waitFor('both', async () => {
            const found = await Promise.all(
                ['a', 'b'].map(name => readFile(at('folder', name), 'utf8').catch(() => ''))
            );
            return found.every(id => id.trim() !== '') ? found.map(Number) : undefined;
        });
        await terminal.interrupt('postCreateCommand was interrupted.');
        await waitFor('their end', () => ids.every(id => !isRunning(id)));
    });
});

function isRunning(id: number): boolean {
    try {
        process.kill(id, 0);
        return true;
    } catch {
        return false;
    }
}
