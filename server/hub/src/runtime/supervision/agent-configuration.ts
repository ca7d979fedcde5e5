import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AgentConfiguration } from '@longtable/common';
import { webviewEndpoint } from '../../gateway/site.js';
import type { RuntimeOptions } from '../runtime-options.js';
import type { WorkspaceSpec } from '../runtime.js';
import type { Volume } from '../volumes/volume.js';

export const AGENT_CONFIGURATION_FILE = 'agent.json';

/** Where the agent finds things, as it sees them. */
export interface AgentPlaces {
    readonly root: string;
    readonly home: string;
    readonly sockets: AgentConfiguration['sockets'];
    readonly ide: { readonly node: string; readonly directory: string; readonly plugins: string };
}

/** Writes what the agent is told at start. It holds no secret: everybody in the workspace can read it. */
export async function writeAgentConfiguration(
    spec: WorkspaceSpec,
    volume: Volume,
    places: AgentPlaces,
    options: RuntimeOptions
): Promise<void> {
    const { host } = new URL(options.hubUrl);
    const configuration: AgentConfiguration = {
        workspaceId: spec.id,
        root: places.root,
        folder: spec.folder,
        ...(spec.repository && {
            repository: {
                url: spec.repository.url,
                ...(spec.repository.ref !== undefined && { ref: spec.repository.ref })
            }
        }),
        ...(spec.fromSnapshot === true && { fromSnapshot: true }),
        home: places.home,
        sockets: places.sockets,
        forwards: places.sockets.egress === undefined ? [] : options.egress.allow.filter(isOnLoopback),
        publicKey: { ...options.publicKey },
        ide: {
            node: places.ide.node,
            main: join(places.ide.directory, 'lib/backend/main.js'),
            plugins: places.ide.plugins,
            hosts: [`${spec.id}.${host}`],
            webviewEndpoint: webviewEndpoint(options.hubUrl, spec.id)
        },
        git: { name: spec.git.name, email: spec.git.email }
    };
    const file = join(volume.hub, AGENT_CONFIGURATION_FILE);
    await writeFile(file, JSON.stringify(configuration, undefined, 4));
    await chmod(file, 0o644);
}

function isOnLoopback(authority: string): boolean {
    return /^(localhost|127(\.\d{1,3}){3}|\[::1\]):\d+$/.test(authority);
}
