import type { WorkbenchState } from '@longtable/common';
import { z } from 'zod';
import { portableLayout, type Portable } from './portable-layout.js';

const Layouts = z.object({ activePerspectiveId: z.string(), layouts: z.record(z.string(), z.string()) });
const Breakpoints = z.looseObject({ breakpoints: z.record(z.string(), z.unknown()) });

/** Where the folder of a workspace is, by the name that Theia puts before what it keeps for it. */
export function folderAddress(folder: string): string {
    return `file:///workspace/${encodeURIComponent(folder)}`;
}

/** The layout in what somebody's workbench keeps, as far as it can be given to others. */
export function portableLayouts(state: WorkbenchState, portable: Portable): WorkbenchState {
    return picked(state, portable.folder, {
        layout: value => portableLayout(z.string().parse(value), portable),
        'perspective-layouts': value => {
            const { activePerspectiveId, layouts } = Layouts.parse(value);
            return {
                activePerspectiveId,
                layouts: Object.fromEntries(
                    Object.entries(layouts).map(([id, layout]) => [id, portableLayout(layout, portable)])
                )
            };
        }
    });
}

/** The breakpoints in it that are in files of the folder. */
export function portableBreakpoints(state: WorkbenchState, { folder }: Portable): WorkbenchState {
    return picked(state, folder, {
        breakpoints: value => {
            const { breakpoints, ...rest } = Breakpoints.parse(value);
            const inFolder = Object.entries(breakpoints).filter(([uri]) => uri.startsWith(`${folder}/`));
            return { ...rest, breakpoints: Object.fromEntries(inFolder) };
        }
    });
}

/** Some values by name, each made portable. One that cannot be understood is left out. */
function picked(
    state: WorkbenchState,
    folder: string,
    makers: Readonly<Record<string, (value: unknown) => unknown>>
): WorkbenchState {
    const found: WorkbenchState = {};
    for (const [name, make] of Object.entries(makers)) {
        const key = `${folder}:${name}`;
        const text = Object.hasOwn(state, key) ? state[key] : undefined;
        if (text !== undefined) {
            try {
                found[key] = JSON.stringify(make(JSON.parse(text)));
            } catch {
                // Whoever gets it begins with what the workbench has by itself.
            }
        }
    }
    return found;
}
