import { z } from 'zod';

/** What of a layout can be given to somebody else, or taken into another workspace. */
export interface Portable {
    /** Address of the folder; editors of files elsewhere are left out. */
    readonly folder: string;
    /** Terminals that are kept, by the number the layout names them by. */
    readonly terminals: ReadonlySet<number>;
}

/** How Theia writes a widget down. What it holds inside is JSON in a text, with further widgets in it. */
const Description = z.object({
    constructionOptions: z.object({ factoryId: z.string(), options: z.unknown().optional() }),
    innerWidgetState: z.unknown().optional()
});
const EditorOptions = z.object({
    kind: z.literal('navigatable'),
    uri: z.string(),
    counter: z.number().optional(),
    preview: z.boolean().optional()
});
const TerminalOptions = z.object({
    created: z.string(),
    title: z.string().optional(),
    kind: z.literal('user').optional(),
    useServerTitle: z.boolean().optional(),
    cwd: z.string().optional().catch(undefined)
});
const TerminalState = z.object({
    terminalId: z.number().int(),
    titleLabel: z.string().optional(),
    hasUserTitle: z.boolean().optional(),
    shellName: z.string().optional()
});
const Tabs = z.looseObject({ widgets: z.array(z.unknown()), currentIndex: z.number().int().optional() });
type Tabs = z.infer<typeof Tabs>;
const Container = z.looseObject({ parts: z.array(z.unknown()) });

const EDITORS = new Set(['code-editor-opener', 'editor-preview-widget']);
const FILE_TREE = 'files';
const PLUGIN_VIEW = 'plugin-view';
const PluginView = z.object({
    label: z.string(),
    widgets: z.array(z.unknown()),
    suppressUpdateViewVisibility: z.boolean().optional(),
    currentViewContainerId: z.string().optional()
});
/** A widget shows what an extension has put into it. */
const LEFT_OUT = new Set(['plugin-webview', 'plugin-custom-editor']);
const DEEPEST = 200;
/** Nobody else is served while a layout is gone through. What is walked costs one each, a widget a hundred. */
const DEAREST = 100_000;
const WIDGET_COSTS = 100;

interface Walk extends Portable {
    /** What may still be spent. */
    left: number;
}

type Area = 'main' | 'panel';

/**
 * The portable part of a layout as Theia's `ShellLayoutRestorer` writes it: editors of files in the folder, and views,
 * with their places and sizes, without what somebody has typed into them. Throws for what is no layout.
 */
export function portableLayout(layout: string, portable: Portable): string {
    const { mainPanel, bottomPanel, ...rest } = z.looseObject({}).parse(JSON.parse(layout));
    const spent: Walk = { ...portable, left: DEAREST };
    const walk = (value: unknown, area: Area) => walked(value, area, spent, 0);
    return JSON.stringify({
        ...(walk(rest, 'panel') as object),
        mainPanel: walk(mainPanel, 'main'),
        bottomPanel: withoutEmptySpace(walk(bottomPanel, 'panel'))
    });
}

function walked(value: unknown, area: Area, walk: Walk, depth: number): unknown {
    spend(walk, 1);
    if (depth > DEEPEST) {
        throw new RangeError('The layout is too deep.');
    }
    if (Array.isArray(value)) {
        return value.map(element => walked(element, area, walk, depth + 1));
    }
    if (typeof value !== 'object' || value === null) {
        return value;
    }
    if ('widgets' in value) {
        // Looked at by hand for all others: a large layout has many objects, and nobody else is served meanwhile.
        const tabs = Tabs.safeParse(value);
        if (tabs.success) {
            return portableTabs(tabs.data, area, walk, depth + 1);
        }
    }
    return Object.fromEntries(
        Object.entries(value).map(([name, inner]: [string, unknown]) => {
            switch (name) {
                case 'widget':
                    return [name, described(inner, area, walk, depth + 1)];
                case 'widgets':
                    // No list, or not beside an index, and Theia would make widgets of it all the same.
                    return [name, []];
                default:
                    return [name, walked(inner, area, walk, depth + 1)];
            }
        })
    );
}

/** The tab in front stays there; when it is left out, the one before it comes to the front. */
function portableTabs({ widgets, currentIndex, ...rest }: Tabs, area: Area, walk: Walk, depth: number): unknown {
    const kept = widgets.map(one => described(one, area, walk, depth));
    const before = kept.slice(0, (currentIndex ?? 0) + 1).filter(one => one !== undefined).length;
    return {
        ...(walked(rest, area, walk, depth) as object),
        widgets: kept.filter(one => one !== undefined),
        ...(currentIndex === undefined ? {} : { currentIndex: Math.max(0, before - 1) })
    };
}

function described(value: unknown, area: Area, walk: Walk, depth: number): unknown {
    spend(walk, WIDGET_COSTS);
    const parsed = Description.safeParse(value);
    if (!parsed.success) {
        return undefined;
    }
    const { constructionOptions, innerWidgetState } = parsed.data;
    const { factoryId, options } = constructionOptions;
    const state = parsedState(innerWidgetState);
    // Theia makes widgets of whatever is called so, however deep.
    const inner = (inside: unknown) => walked(inside, 'main', walk, depth + 1);
    if (EDITORS.has(factoryId)) {
        const editor = EditorOptions.safeParse(options);
        return editor.success && isBelow(editor.data.uri, walk.folder)
            ? descriptionOf(factoryId, editor.data, inner(state))
            : undefined;
    }
    if (factoryId === 'terminal') {
        const terminal = TerminalOptions.safeParse(options);
        const shown = TerminalState.safeParse(state);
        return terminal.success && shown.success && walk.terminals.has(shown.data.terminalId)
            ? descriptionOf(factoryId, terminal.data, shown.data)
            : undefined;
    }
    if (area === 'main' || LEFT_OUT.has(factoryId)) {
        return undefined;
    }
    return descriptionOf(
        factoryId,
        inner(options),
        viewState(factoryId, state, inside => walked(inside, area, walk, depth + 1))
    );
}

/** Of what a view holds: the views in it, the name that an extension gave it, and what is unfolded in a tree of files. */
function viewState(factoryId: string, state: unknown, inner: (inside: unknown) => unknown): unknown {
    switch (factoryId) {
        case FILE_TREE:
            return inner(state);
        case PLUGIN_VIEW: {
            const view = PluginView.safeParse(state);
            return view.success ? inner(view.data) : undefined;
        }
        default:
            return Container.safeParse(state).success ? inner(state) : undefined;
    }
}

function spend(walk: Walk, cost: number): void {
    walk.left -= cost;
    if (walk.left < 0) {
        throw new RangeError('The layout is too large.');
    }
}

function descriptionOf(factoryId: string, options: unknown, state: unknown): unknown {
    return {
        constructionOptions: { factoryId, ...(options === undefined ? {} : { options }) },
        ...(state === undefined ? {} : { innerWidgetState: JSON.stringify(state) })
    };
}

function parsedState(state: unknown): unknown {
    return typeof state === 'string' ? JSON.parse(state) : state;
}

/** Whether an address is that of something in the folder, and does not lead out of it again. */
function isBelow(uri: string, folder: string): boolean {
    return uri.startsWith(`${folder}/`) && !/(?:^|\/|%2f)(?:\.|%2e){2}(?:\/|%2f|$)/i.test(uri);
}

/** A bottom panel in which nothing is left does not stand open. */
function withoutEmptySpace(panel: unknown): unknown {
    const parsed = z.looseObject({ config: z.unknown() }).safeParse(panel);
    return parsed.success && !JSON.stringify([parsed.data.config]).includes('"constructionOptions"')
        ? { ...parsed.data, expanded: false }
        : panel;
}
