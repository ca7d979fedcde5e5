import { basename } from 'node:path';

/** Replaces the variables of a `devcontainer.json`, such as `${containerWorkspaceFolder}`. Others stay as they are. */
export function replaceVariables(text: string, folder: string, environment: NodeJS.ProcessEnv): string {
    return text.replace(
        /\$\{(\w+)(?::([^}:]*)(?::([^}]*))?)?\}/g,
        (whole, kind: string, name?: string, orElse?: string) => {
            switch (kind) {
                case 'containerWorkspaceFolder':
                case 'localWorkspaceFolder':
                    return folder;
                case 'containerWorkspaceFolderBasename':
                case 'localWorkspaceFolderBasename':
                    return basename(folder);
                case 'containerEnv':
                case 'localEnv':
                    return environment[name ?? ''] ?? orElse ?? '';
                default:
                    return whole;
            }
        }
    );
}
