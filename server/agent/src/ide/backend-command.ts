import { join } from 'node:path';
import { AGENT_CONFIGURATION_VARIABLE, type AgentConfiguration } from '@longtable/common';

/**
 * Marks every process of a workspace by its id, so that those whose parents have ended can be found. The backend takes
 * variables that begin with `LONGTABLE_` away from what it starts, hence the underscores.
 */
export const WORKSPACE_MARKER = '__LONGTABLE_WORKSPACE';

/** How the IDE backend is started. */
export interface BackendCommand {
    readonly executable: string;
    readonly args: readonly string[];
    readonly cwd: string;
    readonly environment: NodeJS.ProcessEnv;
}

/** How long the backend keeps what belongs to a browser tab whose connection is lost, in milliseconds. */
const FRONTEND_CONNECTION_TIMEOUT = 60_000;

/** The command of the Theia backend of a workspace. */
export function backendCommand(
    configuration: AgentConfiguration,
    configurationFile: string,
    base: NodeJS.ProcessEnv
): BackendCommand {
    const { ide, sockets, root, folder, home } = configuration;
    return {
        executable: ide.node,
        args: [ide.main, join(root, folder), `--plugins=local-dir:${ide.plugins}`],
        // The folder itself does not exist yet while it is being cloned.
        cwd: root,
        environment: {
            ...base,
            HOME: home,
            THEIA_HOSTS: ide.hosts.join(','),
            THEIA_WEBVIEW_EXTERNAL_ENDPOINT: ide.webviewEndpoint,
            FRONTEND_CONNECTION_TIMEOUT: String(FRONTEND_CONNECTION_TIMEOUT),
            [WORKSPACE_MARKER]: configuration.workspaceId,
            LONGTABLE_IDE_SOCKET: sockets.ide,
            [AGENT_CONFIGURATION_VARIABLE]: configurationFile
        }
    };
}
