import { describe, expect, test } from 'vitest';
import { parseGitpodFile } from './gitpod-file.js';

const parse = (text: string) => parseGitpodFile(text, '/workspace/demo');

test('TASK-10: each entry is a chain of what it has of before, init and command, in this order', () => {
    const { chains, problems } = parse(`
tasks:
  - name: Server
    command: npm start
    init: |
      npm ci
      npm run build
    before: cd server
    openIn: main
    openMode: split-right
    env: { PORT: 3000, DEBUG: "*", LIST: [1, 2], FLAG: true, GONE: null }
  - command: echo hello
  - name: Shell
`);
    expect(problems).toEqual([]);
    expect(chains.map(({ steps }) => steps.map(({ id, once, text }) => [id, once, text]))).toEqual([
        [
            ['gitpod-0.before', false, 'cd server'],
            ['gitpod-0.init', true, 'npm ci\nnpm run build\n'],
            ['gitpod-0.command', false, 'npm start']
        ],
        [['gitpod-1.command', false, 'echo hello']],
        []
    ]);
    expect(chains.map(({ name, openIn, openMode }) => [name, openIn, openMode])).toEqual([
        ['Server', 'main', 'split-right'],
        ['Task 2', 'bottom', 'tab-after'],
        ['Shell', 'bottom', 'tab-after']
    ]);
    expect(chains[0]?.environment).toEqual({
        GITPOD_REPO_ROOT: '/workspace/demo',
        PORT: '3000',
        DEBUG: '*',
        LIST: '[1,2]',
        FLAG: 'true'
    });
});

test.each(['', '# nothing\n', 'tasks:\n', 'tasks: []\n', 'image: gitpod/workspace-full\nports:\n  - port: 1\n'])(
    'TASK-6: nothing to do is no problem: %j',
    text => expect(parse(text)).toMatchObject({ valid: true, chains: [], problems: [] })
);

test('TASK-6: fields that we do not know, anchors and merges', () => {
    const { chains, problems } = parse(
        'x: &x\n  init: npm ci\ntasks:\n  - <<: *x\n    prebuild: no\n    command: npm start\n'
    );
    expect(problems).toEqual([]);
    expect(chains[0]?.steps.map(({ text }) => text)).toEqual(['npm ci', 'npm start']);
});

describe('TASK-5: what is wrong has its place, and nothing of the file is started', () => {
    test.each([
        ['a bad indentation', 'tasks:\n  - init: a\n   command: b\n', 3, /^All collection items|^Bad indentation|^\w/],
        ['a quote that is not closed', 'tasks:\n  - init: "a\n', 3, /quote/],
        ['a key twice', 'tasks:\n  - init: a\n    init: b\n', 3, /unique/],
        ['an unknown alias', 'tasks:\n  - init: *nowhere\n', 2, /nowhere/],
        ['tasks that are no list', 'image: x\ntasks:\n  init: a\n', 3, /^tasks has to be a list\./],
        ['a task that is text', 'tasks:\n  - npm ci\n', 2, /^tasks\[0\] has to be a task/],
        [
            'a command that is a list',
            'tasks:\n  - name: a\n    init: [npm, ci]\n',
            3,
            /^tasks\[0\]\.init has to be text\./
        ],
        ['variables that are a list', 'tasks:\n  - env:\n      - A=b\n', 3, /^tasks\[0\]\.env has to be/],
        ['a file that is a list', '- a\n', 1, /^The file has to hold fields/],
        ['two documents', 'tasks: []\n---\ntasks: []\n', 2, /multiple documents/]
    ])('%s', (_, text, line, message) => {
        const { valid, chains, problems } = parse(text);
        expect(valid).toBe(false);
        expect(chains).toEqual([]);
        expect(problems[0]).toMatchObject({
            file: '.gitpod.yml',
            line,
            message: expect.stringMatching(message) as string
        });
        expect(problems[0]?.message).toMatch(/[^.]\. Nothing of this file was started\.$/);
    });

    test('line and column are those of the value, whatever ends the lines', () => {
        expect(parse('tasks:\r\n  - name: ä\r\n    init: [1]\r\n').problems[0]).toMatchObject({ line: 3, column: 11 });
    });

    test('a file that would grow without end', () => {
        const levels = Array.from({ length: 12 }, (_, level) =>
            level === 0
                ? 'a0: &a0 [x, x]'
                : `a${level}: &a${level} [${Array(10)
                      .fill(`*a${level - 1}`)
                      .join(', ')}]`
        );
        expect(parse(`${levels.join('\n')}\ntasks: *a11\n`)).toMatchObject({ valid: false, chains: [] });
    });
});

test('TASK-5: what matters less is told and left out', () => {
    const { chains, problems } = parse(
        'tasks:\n  - command: a\n    openIn: top\n    openMode: 7\n    env:\n      A-B: x\n      LONGTABLE_X: y\n      OK: z\n'
    );
    expect(problems.map(({ line, column, message }) => [line, column, message])).toEqual([
        [6, 12, 'A-B is no name of a variable and was left out.'],
        [7, 20, 'LONGTABLE_X is a variable of the workspace itself and was left out.'],
        [3, 13, 'openIn can be bottom, main, left, right. The task was started with bottom.'],
        [
            4,
            15,
            'openMode can be tab-after, tab-before, split-left, split-right, split-top, split-bottom. The task was started with tab-after.'
        ]
    ]);
    expect(chains[0]).toMatchObject({ openIn: 'bottom', openMode: 'tab-after', environment: { OK: 'z' } });
    expect(chains[0]?.environment).not.toHaveProperty('LONGTABLE_X');
});

test('TASK-9: extensions are recommended by their ids', () => {
    expect(parse('vscode:\n  extensions:\n    - a.b\n    - c.d@1.2.3:abc==\n    - 7\n').recommendations).toEqual([
        'a.b',
        'c.d'
    ]);
    expect(parse('vscode: x\ntasks: [{ command: a }]\n')).toMatchObject({ valid: true, recommendations: [] });
});
