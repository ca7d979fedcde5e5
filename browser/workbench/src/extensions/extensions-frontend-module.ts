import { ServiceConnectionProvider } from '@theia/core/lib/browser/messaging/service-connection-provider';
import { ContainerModule } from '@theia/core/shared/inversify';
import { HostedPluginServer, hostedServicePath } from '@theia/plugin-ext/lib/common/plugin-protocol';
import { HostedPluginWatcher } from '@theia/plugin-ext/lib/hosted/browser/hosted-plugin-watcher';
import { takeEarlyExtensions } from './early-extensions';
import { withEarlyExtensions } from './theia-hosted-plugin-server-override';

export default new ContainerModule((_bind, _unbind, _isBound, rebind) => {
    rebind(HostedPluginServer)
        .toDynamicValue(({ container }) =>
            withEarlyExtensions(
                ServiceConnectionProvider.createProxy<HostedPluginServer>(
                    container,
                    hostedServicePath,
                    container.get(HostedPluginWatcher).getHostedPluginClient()
                ),
                takeEarlyExtensions
            )
        )
        .inSingletonScope();
});
