import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { AGENT_CONFIGURATION_VARIABLE, LongtableError } from '@longtable/common';
import type { RuntimeOptions } from '../runtime-options.js';
import type { RunResult, RuntimeReport, WorkspaceSpec } from '../runtime.js';
import { AGENT_CONFIGURATION_FILE, writeAgentConfiguration } from '../supervision/agent-configuration.js';
import { LAUNCH_SCRIPT, launchRecordOf, readLaunchRecord } from '../supervision/launch-record.js';
import type { Launcher, Sandbox } from '../supervision/launcher.js';
import { isAlive } from '../supervision/process-identity.js';
import type { Volume } from '../volumes/volume.js';
import { permitted } from './launch-permit.js';
import { PlainProcesses } from './plain-processes.js';
import { runPlainCommand } from './plain-command.js';
import { WORKSPACE_VARIABLE } from './workspace-variable.js';

/** Of the hub's environment only these go on: the rest may hold secrets. */
const INHERITED = ['PATH', 'LANG', 'LC_ALL', 'TZ', 'TERM', 'SHELL', 'USER', 'LOGNAME', 'TMPDIR', 'SSL_CERT_FILE'];
const PROXIES = ['http_proxy', 'https_proxy', 'no_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'];

/** Starts workspaces as processes like any other: they can read and do whatever the hub's user can. */
export class ProcessLauncher implements Launcher {
    readonly name = 'process';

    constructor(private readonly options: RuntimeOptions) {}

    selfTest(): Promise<RuntimeReport> {
        return Promise.resolve({
            runtime: 'process',
            limits: 'none',
            users: 'one uid for all, the one of the hub',
            egress: 'not confined'
        });
    }

    async launch(spec: WorkspaceSpec, volume: Volume): Promise<Sandbox> {
        const { parts } = this.options;
        await writeAgentConfiguration(
            spec,
            volume,
            {
                root: volume.workspace,
                home: volume.home,
                sockets: { agent: join(volume.run, 'agent.sock'), ide: join(volume.run, 'ide.sock') },
                ide: { node: parts.node, directory: parts.ide, plugins: parts.plugins }
            },
            this.options
        );
        const record = launchRecordOf(volume);
        const command = await permitted(record, [parts.node, join(parts.agent, 'agent.mjs')]);
        const log = await open(
            volume.log,
            constants.O_CREAT | constants.O_WRONLY | constants.O_TRUNC | constants.O_APPEND,
            0o600
        );
        try {
            const child = spawn('/bin/sh', ['-c', LAUNCH_SCRIPT, 'longtable', record, '--', ...command], {
                stdio: ['ignore', log.fd, log.fd],
                detached: true,
                cwd: volume.workspace,
                env: {
                    ...inherited(),
                    HOME: volume.home,
                    [WORKSPACE_VARIABLE]: volume.id,
                    [AGENT_CONFIGURATION_VARIABLE]: join(volume.hub, AGENT_CONFIGURATION_FILE)
                }
            });
            await once(child, 'spawn');
            return new PlainProcesses(volume, record, child);
        } catch (error) {
            throw new LongtableError('unavailable', 'The workspace cannot be started.', {
                cause: error
            });
        } finally {
            await log.close();
        }
    }

    async adopt(volume: Volume): Promise<Sandbox | undefined> {
        const record = launchRecordOf(volume);
        const first = readLaunchRecord(record);
        const processes = new PlainProcesses(volume, record);
        if (first !== undefined && isAlive(first)) {
            processes.thaw();
            return processes;
        }
        await processes.kill();
        return undefined;
    }

    run(_spec: WorkspaceSpec, volume: Promise<Volume>, command: readonly string[]): RunResult {
        return runPlainCommand(volume, command, inherited());
    }

    sweep(): Promise<void> {
        return Promise.resolve();
    }

    dispose(): Promise<void> {
        return Promise.resolve();
    }
}

function inherited(): Record<string, string> {
    return Object.fromEntries(
        [...INHERITED, ...PROXIES].flatMap(name => {
            const value = process.env[name];
            return value === undefined ? [] : [[name, value]];
        })
    );
}
