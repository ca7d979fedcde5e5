import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { LongtableError } from '@longtable/common';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
    CONFIGURATION_FILE,
    defaultUrl,
    describeOptions,
    isLoopback,
    readConfiguration,
    type Configuration
} from './configuration.js';
import { flagOf, options, unavailableVariables, type OptionName } from './options.js';

let directory: string;

beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'configuration-'));
});

afterEach(() => {
    rmSync(directory, { recursive: true });
});

function read(flags: readonly string[] = [], environment: Record<string, string> = {}, file?: unknown): Configuration {
    if (file !== undefined) {
        writeFileSync(join(directory, CONFIGURATION_FILE), typeof file === 'string' ? file : JSON.stringify(file));
    }
    return readConfiguration({ arguments: flags, environment, directory });
}

function problemsOf(...given: Parameters<typeof read>): readonly string[] {
    try {
        read(...given);
    } catch (error) {
        expect(error).toBeInstanceOf(LongtableError);
        expect(error).toMatchObject({ code: 'configuration-invalid' });
        const [first = '', ...problems] = (error as LongtableError).message.split('\n');
        const count = problems.filter(problem => problem.startsWith('  - ')).length;
        expect(first).toContain(`has ${String(count)} problem`);
        return problems;
    }
    return [];
}

test('everything has a value without being told, and is for this machine only', () => {
    expect(read()).toEqual({
        url: 'http://localhost:3000',
        host: '127.0.0.1',
        port: 3000,
        data: join(directory, '.longtable'),
        auth: ['dev'],
        admins: [],
        allowOrganizations: [],
        allowDomains: [],
        allowUsers: [],
        githubUrl: 'https://github.com',
        runtime: 'bubblewrap',
        egress: 'proxy',
        egressAllow: [],
        memory: 4096,
        cpus: 2,
        processes: 2048,
        snapshots: join(directory, '.longtable/snapshots'),
        snapshotQuota: 20_480,
        log: 'file',
        logLevel: 'info'
    });
});

describe('a flag wins over the environment, and that over the file', () => {
    const file = { LONGTABLE_PORT: 1003 };
    const environment = { LONGTABLE_PORT: '1002' };

    test.each([
        [['--port', '1001'], environment, file, 1001],
        [['--port=1001'], environment, file, 1001],
        [[], environment, file, 1002],
        [[], {}, file, 1003],
        [['--port', '1001'], {}, {}, 1001],
        [[], { LONGTABLE_PORT: '' }, file, 1003],
        [['--port', '1', '--port', '2'], {}, {}, 2]
    ])('%j, %j, %j', (flags, variables, content, port) => {
        expect(read(flags, variables, content).port).toBe(port);
    });

    test('for each option by itself', () => {
        const configuration = read(['--egress', 'none'], { LONGTABLE_LOG: 'stderr' }, { LONGTABLE_LOG_LEVEL: 'warn' });
        expect(configuration).toMatchObject({ egress: 'none', log: 'stderr', logLevel: 'warn' });
    });

    test('a value that another one wins over is not looked at', () => {
        expect(read(['--port', '1001'], { LONGTABLE_PORT: 'nonsense' }).port).toBe(1001);
    });
});

test('all problems are told at once', () => {
    const problems = problemsOf(
        ['--port', 'http', '--colour', 'red', 'stray', '--egress'],
        { LONGTABLE_RUNTIME: 'docker', LONGTABLE_TYPO: '1', DATABASE_URL: 'postgres://x', LONGTABLE_HOST: '::' },
        { LONGTABLE_CPUS: 'many', colour: 'red', LONGTABLE_IDLE_MINUTES: '5', LONGTABLE_SNAPSHOTS: 's3://bucket' }
    ).join('\n');
    for (const part of [
        'LONGTABLE_PORT (--port)',
        '--colour is not a flag',
        '"stray" is not a flag',
        '--egress needs a value',
        'LONGTABLE_RUNTIME (--runtime)',
        'LONGTABLE_TYPO is not an option',
        'LONGTABLE_AUTH: dev sign-in asks for no password',
        'DATABASE_URL belongs to a part that this version does not have',
        'LONGTABLE_CPUS (--cpus)',
        `${CONFIGURATION_FILE}: colour is not an option`,
        `${CONFIGURATION_FILE}: LONGTABLE_IDLE_MINUTES belongs to a part`,
        'LONGTABLE_SNAPSHOTS (--snapshots): must be a directory'
    ]) {
        expect(problems).toContain(part);
    }
});

describe('a port', () => {
    test.each([
        ['0', 0],
        ['1', 1],
        ['65535', 65535],
        [' 3000 ', 3000]
    ])('may be "%s"', (text, port) => {
        expect(read([], { LONGTABLE_PORT: text }).port).toBe(port);
    });

    test.each(['-1', '65536', '3000.5', '0x10', '1e3', 'http', '3 000', '３０００', 'NaN', 'Infinity'])(
        'may not be "%s"',
        text => {
            expect(problemsOf([], { LONGTABLE_PORT: text })).toEqual([expect.stringContaining('LONGTABLE_PORT')]);
        }
    );

    test.each([null, true, false, [], [3000], {}, ''])('may not be %j in the file', value => {
        expect(problemsOf([], {}, { LONGTABLE_PORT: value })).toEqual([expect.stringContaining('LONGTABLE_PORT')]);
    });

    test('that is 0 leaves the address open until it is known', () => {
        expect(read(['--port', '0']).url).toBeUndefined();
        expect(defaultUrl(80)).toBe('http://localhost');
        expect(defaultUrl(8080)).toBe('http://localhost:8080');
    });
});

describe('a flag without a value', () => {
    test.each([[['--data']], [['--data=']], [['--data', '']], [['--data', '--port', '3000']]])(
        '%j is a problem',
        flags => {
            expect(problemsOf(flags)).toContainEqual(expect.stringContaining('--data needs a value'));
        }
    );
});

describe('the address of the hub', () => {
    test.each([
        ['http://localhost:3000/', 'http://localhost:3000'],
        ['https://ide.localhost', 'https://ide.localhost'],
        ['HTTPS://LOCALHOST:443', 'https://localhost']
    ])('%s is understood as %s', (text, url) => {
        expect(read(['--url', text]).url).toBe(url);
    });

    test.each([
        'localhost:3000',
        'ftp://localhost',
        'http://127.0.0.1:3000',
        'http://2130706433:3000',
        'http://[::1]:3000',
        'http://localhost/longtable',
        'http://localhost/?a',
        'http://localhost/#a',
        'http://ada@localhost',
        'http://:secret@localhost',
        'nonsense',
        'http://'
    ])('%s is a problem', text => {
        expect(problemsOf(['--url', text])).toEqual([expect.stringContaining('LONGTABLE_URL')]);
    });
});

describe('what confines nobody and asks for no password is for this machine only', () => {
    test.each(['127.0.0.1', '127.8.9.10', '::1', 'localhost'])('%s is this machine', host => {
        expect(isLoopback(host)).toBe(true);
        expect(read(['--host', host, '--runtime', 'process']).host).toBe(host);
    });

    test.each(['0.0.0.0', '::', '192.168.1.1', '10.0.0.1', 'ide.example.org', '127.0.0.1.evil.example', '1270.0.0.1'])(
        '%s is not',
        host => {
            expect(isLoopback(host)).toBe(false);
            const problems = problemsOf(['--host', host, '--runtime', 'process']);
            expect(problems).toHaveLength(2);
            expect(problems[0]).toContain('LONGTABLE_AUTH: dev sign-in');
            expect(problems[1]).toContain('LONGTABLE_RUNTIME: process');
        }
    );

    test('nor is a name that others reach through a proxy in front', () => {
        expect(problemsOf(['--url', 'https://ide.example.org'])).toEqual([
            expect.stringContaining('LONGTABLE_AUTH: dev sign-in')
        ]);
    });
});

describe('lists', () => {
    test.each([
        ['', []],
        ['git.example.org:443', ['git.example.org:443']],
        [' a:1 , b:2,,', ['a:1', 'b:2']],
        ['[::1]:8080', ['[::1]:8080']]
    ])('"%s" of what may be reached is %j', (text, list) => {
        expect(read([], { LONGTABLE_EGRESS_ALLOW: text }).egressAllow).toEqual(list);
        expect(read([], {}, { LONGTABLE_EGRESS_ALLOW: list }).egressAllow).toEqual(list);
    });

    test.each(['git.example.org', 'https://a:1', 'a:b', 'a:123456', ':1', '::1:8080', 'a b:1'])(
        '"%s" is not what may be reached',
        text => {
            expect(problemsOf([], { LONGTABLE_EGRESS_ALLOW: text })).toEqual([
                expect.stringContaining('LONGTABLE_EGRESS_ALLOW')
            ]);
        }
    );

    test.each(['saml', 'dev,saml', 'DEV', ','])('"%s" is no way to sign in', text => {
        expect(problemsOf([], { LONGTABLE_AUTH: text })).toEqual([expect.stringContaining('LONGTABLE_AUTH')]);
    });
});

describe('the file', () => {
    test.each([
        ['{', 'is not valid JSON'],
        ['', 'is not valid JSON'],
        ['[]', 'must hold one object'],
        ['null', 'must hold one object'],
        ['"x"', 'must hold one object'],
        ['{"__proto__": 1, "constructor": 2}', 'constructor is not an option'],
        ['{"port": 3000}', 'port is not an option']
    ])('%s is a problem', (content, problem) => {
        expect(problemsOf([], {}, content).join('\n')).toContain(problem);
    });

    test('that cannot be read is a problem, not a missing one', () => {
        mkdirSync(join(directory, CONFIGURATION_FILE));
        expect(problemsOf()).toEqual([expect.stringContaining('cannot be read')]);
    });
});

describe('signing in', () => {
    const github = { LONGTABLE_AUTH: 'github', GITHUB_CLIENT_ID: 'id', GITHUB_CLIENT_SECRET: 'hush' };
    const oidc = {
        LONGTABLE_AUTH: 'oidc',
        OIDC_ISSUER: 'https://login.example.org/',
        OIDC_CLIENT_ID: 'id',
        OIDC_CLIENT_SECRET: 'hush'
    };

    test('with accounts may be offered to others', () => {
        const configuration = read(['--url', 'https://ide.example.org'], {
            ...oidc,
            ...github,
            LONGTABLE_AUTH: 'oidc, github,oidc'
        });
        expect(configuration).toMatchObject({
            auth: ['oidc', 'github'],
            githubClientId: 'id',
            // The provider's discovery document has to repeat it to the letter.
            oidcIssuer: 'https://login.example.org/'
        });
        expect(configuration.githubClientSecret?.reveal()).toBe('hush');
    });

    test.each([
        [
            { LONGTABLE_AUTH: 'github,oidc' },
            ['GITHUB_CLIENT_ID', 'GITHUB_CLIENT_SECRET', 'OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET']
        ],
        [{ ...github, GITHUB_CLIENT_SECRET: '' }, ['GITHUB_CLIENT_SECRET']],
        [{ ...oidc, OIDC_ISSUER: 'http://login.example.org' }, ['OIDC_ISSUER (--oidc-issuer)']],
        [{ ...github, GITHUB_URL: 'https://ada:secret@git.example.org' }, ['GITHUB_URL']],
        [{ ...oidc, LONGTABLE_ALLOW_ORGS: 'engine' }, ['LONGTABLE_ALLOW_ORGS']],
        [{ ...oidc, LONGTABLE_ALLOW_DOMAINS: 'ada@example.org' }, ['LONGTABLE_ALLOW_DOMAINS']]
    ])('%j is a problem', (environment, names) => {
        const problems = problemsOf([], environment);
        expect(problems).toHaveLength(names.length);
        names.forEach((name, index) => {
            expect(problems[index]).toContain(name);
        });
        expect(problems.join()).not.toContain('secret@');
    });

    test('lists of people are compared without regard to case', () => {
        expect(
            read([], {
                ...github,
                LONGTABLE_ADMINS: 'Ada,grace@Example.org',
                LONGTABLE_ALLOW_ORGS: 'Engine',
                LONGTABLE_ALLOW_DOMAINS: '@Example.org'
            })
        ).toMatchObject({
            admins: ['ada', 'grace@example.org'],
            allowOrganizations: ['engine'],
            allowDomains: ['example.org']
        });
    });

    test('a service on this machine may do without TLS, and needs no slash at the end', () => {
        expect(read([], { GITHUB_URL: 'http://127.0.0.1:4000/' }).githubUrl).toBe('http://127.0.0.1:4000');
    });

    describe('a secret', () => {
        const { GITHUB_CLIENT_SECRET: _value, ...withoutSecret } = github;

        test('may be in a file, in every source', () => {
            writeFileSync(join(directory, 'secret'), 'from a file\n');
            const path = join(directory, 'secret');
            for (const configuration of [
                read([], { ...withoutSecret, GITHUB_CLIENT_SECRET_FILE: path }),
                read(['--github-client-secret-file', path], github),
                read([], withoutSecret, { GITHUB_CLIENT_SECRET_FILE: 'secret' })
            ]) {
                expect(configuration.githubClientSecret?.reveal()).toBe('from a file');
            }
        });

        test.each([
            [{ ...github, GITHUB_CLIENT_SECRET_FILE: 'secret' }, 'are both set'],
            [{ ...withoutSecret, GITHUB_CLIENT_SECRET_FILE: 'nowhere' }, 'cannot be read'],
            [{ ...withoutSecret, GITHUB_CLIENT_SECRET_FILE: 'empty' }, 'is empty']
        ])('in a file that is of no use is one problem (%j)', (environment, problem) => {
            writeFileSync(join(directory, 'empty'), ' \n');
            expect(problemsOf([], environment)).toEqual([expect.stringContaining(problem)]);
        });

        test('is not shown by anything that prints the configuration', () => {
            const configuration = read([], { ...github, OIDC_CLIENT_SECRET: 'hush' });
            const lines: string[] = [];
            pino({}, { write: line => lines.push(line) }).info(
                { configuration },
                String(configuration.oidcClientSecret)
            );
            for (const text of [
                JSON.stringify(configuration),
                inspect(configuration, { depth: 9, showHidden: true }),
                ...lines
            ]) {
                expect(text).toContain('********');
                expect(text).not.toContain('hush');
            }
        });
    });
});

test('every option says its name, its default and what it is for', () => {
    const help = describeOptions();
    for (const name of Object.keys(options) as OptionName[]) {
        expect(help).toContain(`--${flagOf(name)}`);
        expect(help).toContain(options[name].variable);
        expect(options[name].description.length).toBeGreaterThan(15);
    }
    expect(new Set(unavailableVariables).size).toBe(unavailableVariables.length);
});
