import { readFileSync } from 'node:fs';
import path from 'node:path';
import { AGENT_CONFIGURATION_VARIABLE, AgentConfiguration, LongtableError } from '@longtable/common';

/** Environment variable with the path of the unix socket that the backend listens on. */
export const IDE_SOCKET_VARIABLE = 'LONGTABLE_IDE_SOCKET';

/** What the agent tells the backend it starts. */
export interface StartSettings {
    /** Path of the unix socket to listen on. */
    readonly socket: string;
    readonly workspace: Pick<AgentConfiguration, 'workspaceId' | 'publicKey'>;
    /** Path of the workspace's folder, which is all that people see who may only read. */
    readonly folder: string;
}
export const StartSettings = Symbol('StartSettings');

/** Reads the settings. Throws `configuration-invalid`: without them nobody's identity could be checked. */
export function readStartSettings(environment: NodeJS.ProcessEnv): StartSettings {
    const socket = environment[IDE_SOCKET_VARIABLE];
    const configuration = environment[AGENT_CONFIGURATION_VARIABLE];
    if (!socket || !configuration) {
        throw new LongtableError(
            'configuration-invalid',
            `The IDE backend is started by the agent of a workspace: ${IDE_SOCKET_VARIABLE} and ` +
                `${AGENT_CONFIGURATION_VARIABLE} have to be set.`
        );
    }
    try {
        const { workspaceId, publicKey, root, folder } = AgentConfiguration.parse(
            JSON.parse(readFileSync(configuration, 'utf8'))
        );
        return { socket, workspace: { workspaceId, publicKey }, folder: path.join(root, folder) };
    } catch (error) {
        throw new LongtableError('configuration-invalid', `The configuration in ${configuration} cannot be used.`, {
            cause: error
        });
    }
}

/**
 * Removes what is meant for the backend alone from an environment, so that terminals, tasks, debuggers and extensions,
 * which inherit it, do not see it.
 */
export function removeLongtableVariables(environment: NodeJS.ProcessEnv): void {
    for (const name of Object.keys(environment)) {
        if (name.startsWith('LONGTABLE_')) {
            Reflect.deleteProperty(environment, name);
        }
    }
}
