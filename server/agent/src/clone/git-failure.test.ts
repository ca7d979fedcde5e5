import { expect, test } from 'vitest';
import { explainGitFailure } from './git-failure.js';

const request = { url: 'https://ada:secret@git.example.org/a.git', ref: 'release' };
const SSH_END = 'fatal: Could not read from remote repository.';

test.each([
    [
        'disk-full',
        /disk was full/,
        ['error: file write error: No space left on device', 'fatal: unable to write loose object']
    ],
    ['clone-failed', /does not exist, or is private/, ["fatal: repository 'https://git.example.org/a.git/' not found"]],
    ['clone-failed', /does not exist, or is private/, ['ERROR: Repository not found.', SSH_END]],
    [
        'clone-failed',
        /no git repository at/,
        ['fatal: https://git.example.org/a.git/info/refs not valid: is this a git repository?']
    ],
    ['clone-failed', /no git repository at/, ["fatal: '/srv/a' does not appear to be a git repository", SSH_END]],
    [
        'clone-failed',
        /needs a login/,
        ["fatal: could not read Username for 'https://git.example.org': terminal prompts disabled"]
    ],
    ['clone-failed', /needs a login/, ["fatal: Authentication failed for 'https://git.example.org/a.git/'"]],
    ['clone-failed', /needs a login/, ['git@git.example.org: Permission denied (publickey).', SSH_END]],
    [
        'clone-failed',
        /no server with the name git.example.org/,
        ["fatal: unable to access 'https://git.example.org/a.git/': Could not resolve host: git.example.org"]
    ],
    [
        'clone-failed',
        /no server with the name/,
        ['ssh: Could not resolve hostname git.example.org: Name or service not known', SSH_END]
    ],
    [
        'clone-failed',
        /network rules .* do not let/,
        ["fatal: unable to access 'https://git.example.org/a.git/': CONNECT tunnel failed, response 403"]
    ],
    [
        'clone-failed',
        /network rules .* do not let/,
        ["fatal: unable to access 'https://h/': Received HTTP code 403 from proxy after CONNECT"]
    ],
    [
        'clone-failed',
        /network rules .* do not let/,
        [
            'longtable: The workspace may not reach git.example.org:22: the rules refuse it.',
            'kex_exchange_identification: Connection closed by remote host',
            SSH_END
        ]
    ],
    [
        'clone-failed',
        /Access to .* was refused/,
        ["fatal: unable to access 'http://h/a.git/': The requested URL returned error: 403"]
    ],
    [
        'clone-failed',
        /cannot be reached/,
        ["fatal: unable to access 'https://h/': CONNECT tunnel failed, response 502"]
    ],
    [
        'clone-failed',
        /cannot be reached/,
        ["fatal: unable to access 'http://h/': Failed to connect to h port 80 after 0 ms: Couldn't connect to server"]
    ],
    [
        'clone-failed',
        /secure connection/,
        ["fatal: unable to access 'https://h/': server certificate verification failed. CAfile: none CRLfile: none"]
    ],
    ['clone-failed', /only addresses with https/, ["fatal: transport 'file' not allowed"]],
    ['clone-failed', /no branch, tag or commit named “release”/, ["fatal: couldn't find remote ref release"]],
    [
        'clone-failed',
        /interrupted/,
        ['error: RPC failed; curl 18 transfer closed with outstanding read data remaining', 'fatal: early EOF']
    ],
    ['clone-failed', /git said: “fatal: something new”/, ['fatal: something new']]
])('CLONE-8: %s, %s', (code, message, lines) => {
    const error = explainGitFailure(request, lines);
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
    expect(error.message).not.toContain('secret');
});

test('CLONE-8: the host of an address like git@host:path is named', () => {
    const error = explainGitFailure({ url: 'git@nowhere.invalid:a/b.git' }, [
        'ssh: Could not resolve hostname nowhere.invalid: Name or service not known'
    ]);
    expect(error.message).toContain('with the name nowhere.invalid.');
});

test('CLONE-8: the name of a repository is not taken for the reason', () => {
    const url = 'https://git.example.org/SSL_ENOSPC early EOF.git';
    const error = explainGitFailure({ url }, [`fatal: repository '${url}/' not found`]);
    expect(error.code).toBe('clone-failed');
    expect(error.message).toContain('does not exist, or is private');
});
