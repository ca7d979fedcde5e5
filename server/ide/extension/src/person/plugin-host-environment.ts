import { RootContainer } from '@theia/core/lib/node/backend-application';
import { inject, injectable, type interfaces } from '@theia/core/shared/inversify';
import { PluginHostEnvironmentVariable } from '@theia/plugin-ext/lib/common/plugin-protocol';
import { ConnectionIdentity } from '../identity/connection-identity';
import { gitEnvironment } from './git-environment';

/** Makes the extensions of a connection, the Source Control view among them, commit as the person it belongs to. */
@injectable()
export class PersonalPluginHostEnvironment implements PluginHostEnvironmentVariable {
    @inject(ConnectionIdentity)
    protected readonly person: ConnectionIdentity;

    @inject(RootContainer)
    protected readonly root: interfaces.Container;

    process(environment: NodeJS.ProcessEnv): void {
        // Bindings in the container of a connection hide those of the root, which are not to be lost.
        for (const variable of this.root.getAll<PluginHostEnvironmentVariable>(PluginHostEnvironmentVariable)) {
            variable.process(environment);
        }
        Object.assign(environment, gitEnvironment(this.person));
    }
}
