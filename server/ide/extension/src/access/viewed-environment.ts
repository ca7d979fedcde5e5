import type { EnvVariablesServer } from '@theia/core/lib/common/env-variables';
import type { View } from './views';

/** Variables that the workbench asks for. All others may hold secrets of the people who edit. */
const variables = ['THEIA_WEBVIEW_EXTERNAL_ENDPOINT', 'VSCODE_API_VERSION'];

/** The environment without the values that are nobody else's business. */
export function viewedEnvironment(environment: EnvVariablesServer): View {
    return {
        getVariables: async () => (await environment.getVariables()).filter(({ name }) => variables.includes(name)),
        getValue: async (name: string) => (variables.includes(name) ? environment.getValue(name) : undefined),
        getDrives: () => Promise.resolve([])
    };
}
