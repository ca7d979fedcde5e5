/*
 * Overrides the bindings of `PluginHostEnvironmentVariable` and `BackendPluginHostableFilter` of @theia/plugin-ext 1.74.1,
 * src/hosted/node/plugin-ext-hosted-backend-module.ts, in the container of each connection. Written 2026-11.
 *
 * Upstream, the process that runs the extensions of a connection has the environment of the backend, and every
 * connection has one.
 */
import { can } from '@longtable/common';
import { ConnectionContainerModule } from '@theia/core/lib/node/messaging/connection-container-module';
import { PluginHostEnvironmentVariable } from '@theia/plugin-ext/lib/common/plugin-protocol';
import { isConnectionScopedBackendPlugin } from '@theia/plugin-ext/lib/hosted/common/hosted-plugin';
import { BackendPluginHostableFilter } from '@theia/plugin-ext/lib/hosted/node/plugin-service';
import { ConnectionIdentity } from '../identity/connection-identity';
import { PersonalPluginHostEnvironment } from './plugin-host-environment';

/** Makes the process that runs the extensions of a connection that of the person, if they may run anything. */
export const personalPluginHost = ConnectionContainerModule.create(({ bind, rebind }) => {
    bind(PluginHostEnvironmentVariable).to(PersonalPluginHostEnvironment).inSingletonScope();
    // Theia starts the process when there is an extension for it. Themes and grammars need none.
    rebind(BackendPluginHostableFilter).toDynamicValue(({ container }) =>
        can(container.get<ConnectionIdentity>(ConnectionIdentity).role, 'edit')
            ? isConnectionScopedBackendPlugin
            : () => false
    );
});
