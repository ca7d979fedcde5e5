import { describe, expect, test } from 'vitest';
import { parseDevContainerFile } from './dev-container-file.js';

const file = '.devcontainer/devcontainer.json';
const parse = (text: string | object, environment: NodeJS.ProcessEnv = { HOME: '/home/x', PATH: '/bin' }) =>
    parseDevContainerFile(
        typeof text === 'string' ? text : JSON.stringify(text, undefined, 4),
        file,
        '/workspace/demo',
        environment
    );

test('TASK-10: the commands are one chain in the order of the life-cycle, and the one of each tab is apart', () => {
    const { chains, attach, problems } = parse(`{
        // with comments, and a comma too many
        "postAttachCommand": "git status",
        "postStartCommand": "npm start",
        "postCreateCommand": ["npm", "ci", "--no-audit"],
        "updateContentCommand": { "server": "make server", "client": ["make", "the client"] },
        "onCreateCommand": "apt list",
        "initializeCommand": "echo on the machine around it",
        "image": "debian",
    }`);
    expect(problems).toEqual([]);
    expect(chains).toHaveLength(1);
    expect(chains[0]?.steps.map(({ id, once, shown, text }) => [id, once, shown, text])).toEqual([
        ['devcontainer.onCreateCommand', true, 'apt list', "/bin/sh -c 'apt list'"],
        [
            'devcontainer.updateContentCommand',
            true,
            "server: make server\nclient: make 'the client'",
            `__longtable_together 'server' '/bin/sh -c '\\''make server'\\''' 'client' 'make '\\''the client'\\'''`
        ],
        ['devcontainer.postCreateCommand', true, 'npm ci --no-audit', 'npm ci --no-audit'],
        ['devcontainer.postStartCommand', false, 'npm start', "/bin/sh -c 'npm start'"]
    ]);
    expect(attach?.steps.map(({ name, once }) => [name, once])).toEqual([['postAttachCommand', false]]);
});

test.each([{}, { postCreateCommand: '' }, { postCreateCommand: [] }, { postCreateCommand: null, onCreateCommand: {} }])(
    'TASK-6: nothing to do is no problem: %j',
    content => {
        const { valid, chains, attach, problems } = parse(content);
        expect({ valid, chains, attach, problems }).toEqual({ valid: true, chains: [], problems: [] });
    }
);

test('TASK-7: variables are replaced', () => {
    const { chains } = parse({
        postCreateCommand: [
            '${containerWorkspaceFolder}|${localWorkspaceFolder}|${containerWorkspaceFolderBasename}',
            '${localWorkspaceFolderBasename}|${containerEnv:HOME}|${localEnv:NO:7}|${localEnv:NO}|${other} $HOME'
        ]
    });
    expect(chains[0]?.steps[0]?.text).toBe(`'/workspace/demo|/workspace/demo|demo' 'demo|/home/x|7||\${other} $HOME'`);
});

test('TASK-8: the second environment knows the first and wins', () => {
    const { environment, problems } = parse({
        containerEnv: { A: 'a', B: 'b', PATH: '${containerEnv:PATH}:/own', THEIA_X: '1' },
        remoteEnv: { B: '${containerEnv:A}2', PATH: '${containerEnv:PATH}:/more', HOME: null }
    });
    expect(environment).toEqual({ A: 'a', B: 'a2', PATH: '/bin:/own:/more', HOME: null });
    expect(problems).toMatchObject([{ message: 'THEIA_X is a variable of the workspace itself and was left out.' }]);
});

test('TASK-9: recommendations and ports are kept', () => {
    const { recommendations, forwardPorts, problems } = parse({
        customizations: { vscode: { extensions: ['a.b', '-c.d', 'e.f@1.2', 3] } },
        forwardPorts: [3000, 'db:5432', '80', 0]
    });
    expect(recommendations).toEqual(['a.b', 'e.f']);
    expect(forwardPorts).toEqual([3000, 'db:5432']);
    expect(problems.map(({ line }) => line)).toEqual([15, 16]);
});

describe('TASK-5: what is wrong has its place, and nothing of the file is started', () => {
    test.each([
        ['a missing comma', '{\n  "image": "x"\n  "postStartCommand": "y"\n}', 3, 3, 'Comma expected'],
        ['an end too early', '{\n  "postStartCommand": "y"\n', 3, 1, 'Close brace expected'],
        ['nothing at all', '', 1, 1, 'Value expected'],
        ['a list', '[]', 1, 1, 'The file has to hold an object'],
        ['a number', '{\n "postStartCommand": 7 }', 2, 22, 'postStartCommand has to be a text, a list of texts'],
        ['a list with a number', '{ "onCreateCommand": ["a", 1] }', 1, 22, 'onCreateCommand has to be a text'],
        ['a nested object', '{ "onCreateCommand": {"a": {"b": "c"}} }', 1, 22, 'onCreateCommand has to be'],
        ['a variable that is no text', '{\n"containerEnv": { "A": 1 } }', 2, 24, 'containerEnv.A has to be a text'],
        ['ports that are no list', '{ "forwardPorts": 80 }', 1, 19, 'forwardPorts has to be a list']
    ])('%s', (_, text, line, column, message) => {
        const { valid, chains, problems } = parse(text);
        expect(valid).toBe(false);
        expect(chains).toEqual([]);
        expect(problems).toHaveLength(1);
        expect(problems[0]).toMatchObject({ file, line, column });
        expect(problems[0]?.message).toMatch(new RegExp(`^${message}.*Nothing of this file was started\\.$`));
    });
});
