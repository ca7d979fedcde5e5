// Upstream: @theia/core/lib/common/command, 1.74.1, `CommandRegistry.getActiveHandler`, `getVisibleHandler`.
// Reason: menus, keys, toolbars and the palette all ask the registry whether a command can be used. Viewers are left out
// here, in one place, of what they may not do; the commands of extensions, which come and go, included. The registry is
// changed rather than bound anew because Theia connects it to the backend where it binds it.
// Contract: theia-overrides.test.ts.
import { type CommandRegistry } from '@theia/core/lib/common/command';
import { type WorkbenchContextService } from '../context/workbench-context-service';
import { isRefusedForViewers } from './viewer-commands';

/** Makes a registry leave out what someone without the capability `edit` cannot use. */
export function refuseForViewers(registry: CommandRegistry, contextService: WorkbenchContextService): CommandRegistry {
    const isRefused = (id: string): boolean =>
        contextService.context !== undefined && !contextService.can('edit') && isRefusedForViewers(id);
    const active = registry.getActiveHandler.bind(registry);
    const visible = registry.getVisibleHandler.bind(registry);
    registry.getActiveHandler = (id, ...args: unknown[]) => (isRefused(id) ? undefined : active(id, ...args));
    registry.getVisibleHandler = (id, ...args: unknown[]) => (isRefused(id) ? undefined : visible(id, ...args));
    return registry;
}
