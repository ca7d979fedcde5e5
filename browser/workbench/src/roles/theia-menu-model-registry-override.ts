// Upstream: @theia/core/lib/common/menu/menu-model-registry, 1.74.1, `MenuModelRegistry.onStart`.
// Reason: menus of the menu bar in which nothing is left for a viewer are taken out once all are registered and before the
// menu bar is made; Theia would show them empty, and has no event for either moment.
// Contract: theia-overrides.test.ts.
import { MAIN_MENU_BAR } from '@theia/core/lib/common/menu';
import { type MenuModelRegistry } from '@theia/core/lib/common/menu/menu-model-registry';
import { type WorkbenchContextService } from '../context/workbench-context-service';

/** Debugging and terminals, by the ids that Theia gives these menus. */
const MENUS = ['6_debug', '7_terminal'];

/** Makes a registry leave out, for someone without the capability `edit`, the menus that are theirs alone. */
export function dropMenusForViewers(
    registry: MenuModelRegistry,
    contextService: WorkbenchContextService
): MenuModelRegistry {
    const start = registry.onStart.bind(registry);
    registry.onStart = () => {
        start();
        if (contextService.context !== undefined && !contextService.can('edit')) {
            for (const menu of MENUS) {
                registry.unregisterMenuAction(menu, MAIN_MENU_BAR);
            }
        }
    };
    return registry;
}
