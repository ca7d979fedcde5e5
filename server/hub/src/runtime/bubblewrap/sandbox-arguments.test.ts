import { expect, test } from 'vitest';
import { sandboxArguments, type SandboxShape } from './sandbox-arguments.js';

const names = ['workspace', 'home', 'run', 'hub', 'etc', 'node', 'agent', 'ide', 'plugins'] as const;
const sources = Object.fromEntries(names.map(name => [name, `/outside/${name}`])) as Record<
    (typeof names)[number],
    string
>;
const shape: SandboxShape = {
    hostName: 'project',
    environment: { HOME: '/home/longtable' },
    generated: ['passwd', 'ssh_config'],
    kind: 'workspace',
    memoryBytes: 1024 ** 3,
    features: { disablesUserNamespaces: true, boundsTemporaryFiles: true },
    descriptors: { status: 4, seccomp: 5 }
};
const line = (changes: Partial<SandboxShape> = {}): string =>
    sandboxArguments(sources, { ...shape, ...changes }).join(' ');

test('unshares everything and drops all capabilities, whatever the sandbox is for', () => {
    for (const kind of ['workspace', 'files'] as const) {
        for (const option of ['user', 'pid', 'ipc', 'uts', 'net']) {
            expect(line({ kind })).toContain(`--unshare-${option} `);
        }
        expect(line({ kind })).toContain('--cap-drop ALL');
        expect(line({ kind })).toContain('--new-session');
        expect(line({ kind })).toContain('--seccomp 5');
        expect(line({ kind })).not.toContain('--share-net');
    }
});

test('lets a workspace write to three places only', () => {
    const writable = line()
        .split(' --')
        .filter(option => option.startsWith('bind '));
    expect(writable).toEqual([
        'bind /outside/workspace /workspace',
        'bind /outside/home /home/longtable',
        'bind /outside/run /run/longtable'
    ]);
    expect(line({ kind: 'files' })).not.toContain(' --bind ');
});

test('puts generated files where programs look for them', () => {
    expect(line()).toContain('--ro-bind /outside/etc/passwd /etc/passwd');
    expect(line()).toContain('--ro-bind /outside/etc/ssh_config /etc/ssh/ssh_config');
});

test('leaves out what an older bwrap does not know', () => {
    expect(line()).toContain('--disable-userns');
    expect(line()).toContain('--size 536870912 --tmpfs /tmp');
    const old = line({ features: { disablesUserNamespaces: false, boundsTemporaryFiles: false } });
    expect(old).not.toMatch(/--disable-userns|--size/);
    expect(old).toContain('--perms 1777 --tmpfs /tmp');
});
