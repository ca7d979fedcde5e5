import { inject, injectable } from '@theia/core/shared/inversify';
import { EnvVariablesServer } from '@theia/core/lib/common/env-variables';
import type { BackendApplicationContribution } from '@theia/core/lib/node/backend-application';
import { BackendApplicationHosts } from '@theia/core/lib/node/hosting/backend-application-hosts';

/** Variables that Theia itself is set up with and that would confuse a second Theia started in a terminal. */
const theiaVariables = ['THEIA_APP_PROJECT_PATH', 'THEIA_HOSTS', 'THEIA_WEBVIEW_EXTERNAL_ENDPOINT'];

/** Takes Theia's own settings out of the environment that terminals, tasks and extensions inherit. */
@injectable()
export class EnvironmentContribution implements BackendApplicationContribution {
    // Both read the environment when they are made, so they have to exist before anything is removed from it.
    @inject(BackendApplicationHosts)
    protected readonly hosts: BackendApplicationHosts;

    @inject(EnvVariablesServer)
    protected readonly variables: EnvVariablesServer;

    onStart(): void {
        for (const name of theiaVariables) {
            Reflect.deleteProperty(process.env, name);
        }
    }
}
