import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile } from 'node:fs/promises';
import http from 'node:http';
import type net from 'node:net';
import { join, normalize } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { AgentStatus, ASSERTION_HEADER, CONTROL_PATHS, signAssertion } from '@longtable/common';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Runtime, WorkspaceSpec } from '../runtime.js';
import { ServiceAgent } from '../service-agent.js';
import { processesWith } from './processes.js';
import { RuntimeFixture } from './runtime-fixture.js';
import { ask, type CommandResult } from './workspace-calls.js';

const AGENT = join(import.meta.dirname, '../../../../agent/dist');
const run = promisify(execFile);

/** What holds with the agent as it is built, cloning from a git server on this machine that is allowed by name. */
export function realAgentContract(name: Runtime['name']): void {
    describe(`the ${name} runtime with the real agent`, { timeout: 60_000 }, () => {
        let fixture: RuntimeFixture;
        let runtime: Runtime;
        let server: http.Server;
        let port: number;
        let spec: WorkspaceSpec;

        beforeAll(async () => {
            expect(existsSync(join(AGENT, 'agent.mjs')), 'build the agent first: npm run build').toBe(true);
            fixture = await RuntimeFixture.create();
            const repository = join(fixture.directory, 'source.git');
            await run('git', ['init', '-q', '--initial-branch=main', join(fixture.directory, 'source')]);
            const git = [
                '-c',
                'user.name=A',
                '-c',
                'user.email=a@example.org',
                '-C',
                join(fixture.directory, 'source')
            ];
            await run('git', [...git, 'commit', '-q', '--allow-empty', '-m', 'first']);
            await run('git', ['clone', '-q', '--bare', join(fixture.directory, 'source'), repository]);
            await run('git', ['-C', repository, 'update-server-info']);
            server = http.createServer((request, response) => {
                const path = normalize((request.url ?? '/').replace(/\?.*$/, ''));
                readFile(join(repository, path.replace(/^\/source\.git/, ''))).then(
                    content => response.end(content),
                    () => response.writeHead(404).end('not here')
                );
            });
            await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
            port = (server.address() as net.AddressInfo).port;

            const ide = join(fixture.options.parts.ide, 'lib/backend');
            await mkdir(ide, { recursive: true });
            await copyFile(join(import.meta.dirname, 'stand-in-ide.mjs'), join(ide, 'main.js'));
            runtime = fixture.runtime(name, {
                parts: { ...fixture.options.parts, agent: AGENT },
                egress: { mode: 'proxy', allow: [`127.0.0.1:${port.toString()}`] }
            });
            spec = fixture.spec({ repository: { url: `http://127.0.0.1:${port.toString()}/source.git` } });
            await runtime.selfTest();
            await runtime.create(spec);
            await runtime.start(spec);
            await vi.waitFor(async () => expect(await status()).toMatchObject({ phase: 'running' }), {
                timeout: 40_000,
                interval: 200
            });
        }, 60_000);
        afterAll(async () => {
            await fixture.dispose();
            server.closeAllConnections();
            await new Promise(resolve => server.close(resolve));
        });

        async function status(): Promise<AgentStatus> {
            const agent = new ServiceAgent(runtime.address(spec.id, 'agent'), { keepAlive: false });
            const headers = {
                [ASSERTION_HEADER]: await signAssertion({ kind: 'hub' }, spec.id, fixture.options.privateKey)
            };
            const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
                http.request({ agent, path: CONTROL_PATHS.status, headers }, resolve).on('error', reject).end();
            });
            return AgentStatus.parse(JSON.parse(await text(response)));
        }

        const inIde = async (command: string): Promise<CommandResult> =>
            JSON.parse(await ask(runtime.address(spec.id, 'ide'), '/run', command)) as CommandResult;

        test('clones the repository through the way out', async () => {
            const log = await inIde('cd project && git log --format=%s');
            expect(log).toMatchObject({ code: 0, stdout: 'first\n' });
        });

        test('reaches what is allowed, and is told why the rest is not', async () => {
            const allowed = `http://127.0.0.1:${port.toString()}/source.git/HEAD`;
            expect((await inIde(`curl -sS ${allowed}`)).stdout).toContain('refs/heads/main');
            if (name === 'bubblewrap') {
                expect((await inIde('curl -sS http://169.254.169.254/latest')).stdout).toContain(
                    'LONGTABLE_EGRESS_ALLOW'
                );
                const other = await inIde('curl -sS -p -x http://127.0.0.1:3128 http://127.0.0.1:9/');
                expect(other.code).not.toBe(0);
                const request = `printf 'GET /source.git/HEAD HTTP/1.0\\r\\n\\r\\n'`;
                const tunnel = await inIde(
                    `(${request}; sleep 1) | "$NODE" /opt/longtable/agent/connect.mjs 127.0.0.1 ${port.toString()}`
                );
                expect(tunnel.stdout).toContain('refs/heads/main');
            }
        });

        test('stops in order and leaves no process', async () => {
            const mark = `8${process.pid.toString()}7`;
            await inIde(`setsid sleep ${mark} > /dev/null 2>&1 &`);
            await expect.poll(() => processesWith(mark).length, { timeout: 10_000 }).toBeGreaterThan(0);
            await runtime.stop(spec.id);
            expect(processesWith(mark)).toEqual([]);
            expect(await runtime.isRunning(spec.id)).toBe(false);
        });
    });
}
