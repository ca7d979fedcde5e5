// Upstream: @theia/plugin-ext/lib/main/browser/plugin-ext-frontend-module, 1.74.1, the binding of `HostedPluginServer`, and
// `AbstractHostedPluginSupport.syncPlugins`, which calls it.
// Reason: `getDeployedPlugins` brings megabytes through the connection that everything else has to take as well, at each
// load. Here they are taken from what the page has fetched in the meantime; what is not in there comes as before.
// Contract: theia-overrides.test.ts.
import type { DeployedExtensions } from '@longtable/common';
import { nls } from '@theia/core/lib/common/nls';
import {
    type DeployedPlugin,
    type HostedPluginServer,
    PluginIdentifiers
} from '@theia/plugin-ext/lib/common/plugin-protocol';

type Ids = PluginIdentifiers.VersionedId[];

/** The server, with the extensions that were fetched early. */
export function withEarlyExtensions<S extends HostedPluginServer>(
    server: S,
    take: () => Promise<DeployedExtensions | undefined>,
    language: string = nls.locale ?? nls.defaultLocale
): S {
    const getDeployedPlugins = async (ids: Ids): Promise<DeployedPlugin[]> => {
        const early = await take();
        const known = new Map<string, DeployedPlugin>();
        if (early?.language === language) {
            for (const extension of early.extensions) {
                known.set(
                    PluginIdentifiers.componentsToVersionedId(extension.metadata.model),
                    extension as unknown as DeployedPlugin
                );
            }
        }
        const missing = ids.filter(id => !known.has(id));
        const others = missing.length > 0 ? await server.getDeployedPlugins(missing) : [];
        return [...ids.flatMap(id => known.get(id) ?? []), ...others];
    };
    return new Proxy(server, {
        get: (target, name): unknown =>
            name === 'getDeployedPlugins' ? getDeployedPlugins : Reflect.get(target, name, target)
    });
}
