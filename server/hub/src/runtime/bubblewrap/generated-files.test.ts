import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { WorkspaceId } from '@longtable/common';
import { expect, test } from 'vitest';
import type { WorkspaceSpec } from '../runtime.js';
import { generatedFiles, hostNameOf } from './generated-files.js';

const run = promisify(execFile);
const spec = (changes: Partial<WorkspaceSpec> = {}): WorkspaceSpec => ({
    id: WorkspaceId.parse('w0123456789'),
    folder: 'project',
    git: { name: 'Ada', email: 'ada@example.org' },
    ...changes
});

test.for([
    ['project', 'project'],
    ['My Project (2)', 'my-project-2'],
    ['--..--', 'w0123456789'],
    ['日本', 'w0123456789'],
    ['x'.repeat(200), 'x'.repeat(40)]
] as const)('the folder %s gives the host name %s', ([folder, name]) => {
    expect(hostNameOf(spec({ folder }))).toBe(name);
});

test.for(['Ada "L" Lovelace', 'back\\slash', 'x\n[core]\n    pager = touch /tmp/x', '# ; comment', ' edge '])(
    'git reads the name %s as it is, without what it cannot hold',
    async name => {
        const directory = await mkdtemp(join(tmpdir(), 'gitconfig-'));
        const file = join(directory, 'gitconfig');
        await writeFile(
            file,
            generatedFiles(spec({ git: { name, email: 'ada@example.org' } }), 'proxy')['gitconfig'] ?? ''
        );
        const { stdout } = await run('git', ['config', '--file', file, 'user.name']);
        expect(stdout.slice(0, -1)).toBe(name.replaceAll('\n', ''));
        const { stdout: list } = await run('git', ['config', '--file', file, '--name-only', '--list']);
        expect(list.trim().split('\n')).toEqual(['user.name', 'user.email', 'safe.directory', 'core.sshcommand']);
        const { stdout: ssh } = await run('git', ['config', '--file', file, 'core.sshCommand']);
        expect(ssh.trim()).toBe("ssh -o ProxyCommand='/opt/longtable/bin/node /opt/longtable/agent/connect.mjs %h %p'");
        await rm(directory, { recursive: true });
    }
);

test('only the proxy changes how ssh and git connect', () => {
    for (const mode of ['open', 'none'] as const) {
        const files = generatedFiles(spec(), mode);
        expect(files['ssh_config']).toBe('');
        expect(files['gitconfig']).not.toContain('sshCommand');
    }
    expect(generatedFiles(spec(), 'proxy')['ssh_config']).toContain('ProxyCommand');
});
