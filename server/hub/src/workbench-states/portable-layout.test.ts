import { expect, test } from 'vitest';
import { portableLayout } from './portable-layout.js';
import { portableBreakpoints, portableLayouts } from './portable-state.js';

const folder = 'file:///workspace/guests';
const none = { folder, terminals: new Set<number>() };

const widget = (factoryId: string, options?: unknown, state?: unknown) => ({
    constructionOptions: { factoryId, ...(options === undefined ? {} : { options }) },
    ...(state === undefined ? {} : { innerWidgetState: JSON.stringify(state) })
});
const editor = (uri: string, state: unknown = { isPreview: false, editorState: { cursorState: [{ line: 3 }] } }) =>
    widget('editor-preview-widget', { kind: 'navigatable', uri, counter: 1 }, state);
const tabs = (...widgets: unknown[]) => ({ type: 'tab-area', widgets, currentIndex: 0 });
const terminal = (terminalId: number, options: Record<string, unknown> = {}) =>
    widget('terminal', { created: '1-0', ...options }, { terminalId, titleLabel: 'bash' });

function layoutOf(main: unknown, { bottom = tabs(), left = [] as unknown[] } = {}): string {
    return JSON.stringify({
        version: 7,
        mainPanel: { main },
        mainPanelPinned: [],
        bottomPanel: { config: { main: bottom }, size: 200, expanded: true },
        leftPanel: { type: 'sidepanel', items: left, size: 300 },
        rightPanel: { type: 'sidepanel', items: [], size: 300 },
        activeWidgetId: 'x'
    });
}

interface Layout {
    mainPanel: { main: unknown };
    bottomPanel: { config: { main: unknown }; expanded: boolean };
    leftPanel: { items: unknown[]; size: number };
    version: number;
}
const portable = (layout: string, what: Parameters<typeof portableLayout>[1] = none) =>
    JSON.parse(portableLayout(layout, what)) as Layout;

test('LAYOUT-6: editors of the folder are kept with their splits and places, others are not', () => {
    const split = {
        type: 'split-area',
        orientation: 'horizontal',
        sizes: [0.4, 0.6],
        children: [
            tabs(editor(`${folder}/a.ts`), editor('user-storage:/user/settings.json')),
            tabs(editor(`${folder}/b%20c.ts`))
        ]
    };
    const outside = [
        'file:///home/longtable/.ssh/id',
        `${folder}/../x`,
        `${folder}/%2E%2e/x`,
        'untitled:/Untitled-1',
        `${folder}2/a`
    ];
    const kept = portable(layoutOf(split));
    expect(kept.mainPanel.main).toEqual({
        ...split,
        children: [tabs(editor(`${folder}/a.ts`)), tabs(editor(`${folder}/b%20c.ts`))]
    });
    expect(kept.version).toBe(7);
    expect(portable(layoutOf(tabs(...outside.map(uri => editor(uri))))).mainPanel.main).toEqual(tabs());
});

test('LAYOUT-6: the tab in front stays there, or the one before it comes to the front', () => {
    const [a, b, c] = ['a', 'b', 'c'].map(name => editor(`${folder}/${name}.ts`));
    const other = widget('welcome');
    const current = (widgets: unknown[], currentIndex: number) =>
        (portable(layoutOf({ ...tabs(...widgets), currentIndex })).mainPanel.main as { currentIndex: number })
            .currentIndex;
    expect(current([other, a, b, c], 2)).toBe(1);
    expect(current([a, b, other, c], 2)).toBe(1);
    expect(current([other, a, b], 0)).toBe(0);
    expect(current([a, b, c], 2)).toBe(2);
});

test('LAYOUT-6: views are kept where they are, without what was typed into them, and web views are not', () => {
    const scm = widget('scm-view', undefined, { commitState: { message: 'half a sentence' } });
    const container = (inner: unknown) =>
        widget('scm-view-container', undefined, {
            title: { label: 'Source Control' },
            parts: [{ widget: inner, partId: 'scm-view', collapsed: false, hidden: false, relativeSize: 0.5 }]
        });
    const tree = widget('files', undefined, { model: { expanded: ['src'] } });
    const kept = portable(
        layoutOf(tabs(widget('plugin-webview', { id: '1' }, { state: 'hers' }), widget('preferences_widget')), {
            left: [
                { widget: container(scm), rank: 2, expanded: true },
                { widget: tree },
                { widget: widget('plugin-webview', { id: '2' }, {}) }
            ]
        })
    );
    expect(kept.mainPanel.main).toEqual(tabs());
    expect(kept.leftPanel).toMatchObject({
        size: 300,
        items: [{ widget: container(widget('scm-view')), rank: 2, expanded: true }, { widget: tree }, {}]
    });
    expect(JSON.stringify(kept)).not.toContain('half a sentence');
});

test('LAYOUT-6: a view of an extension keeps its name, and nothing that the extension has put into it', () => {
    const view = (message?: string, more: unknown[] = []) =>
        widget(
            'plugin-view',
            { id: 'plugin-view:npm', viewId: 'npm' },
            {
                label: 'NPM Scripts',
                ...(message === undefined ? {} : { message }),
                widgets: [widget('plugin-view-data', { id: 'npm' }), ...more]
            }
        );
    const told = view('Signed in as Ada', [widget('plugin-webview', { id: '3' }, { state: 'hers' })]);
    const { items } = portable(layoutOf(null, { left: [{ widget: told }] })).leftPanel;
    expect(items.map(item => (item as { widget: { innerWidgetState: string } }).widget)).toMatchObject([
        { constructionOptions: view().constructionOptions }
    ]);
    const { innerWidgetState } = (items[0] as { widget: { innerWidgetState: string } }).widget;
    expect(JSON.parse(innerWidgetState)).toEqual({
        label: 'NPM Scripts',
        widgets: [widget('plugin-view-data', { id: 'npm' })]
    });
});

test('LAYOUT-6, SNAP-31: terminals are kept only where they are named, and without what they would run or know', () => {
    const secret = { env: { TOKEN: 's3cret' }, shellPath: '/bin/evil', shellArgs: ['-c', 'x'] };
    const bottom = tabs(
        terminal(0, secret),
        terminal(3, { ...secret, title: 'Tests', cwd: 'file:///workspace/guests/src' }),
        terminal(4, { kind: 'task' })
    );
    const nothing = portable(layoutOf(null, { bottom }));
    expect(nothing.bottomPanel).toMatchObject({ config: { main: tabs() }, expanded: false });
    const some = portable(layoutOf(null, { bottom }), { folder, terminals: new Set([3, 4]) });
    expect(some.bottomPanel).toMatchObject({
        config: { main: tabs(terminal(3, { title: 'Tests', cwd: 'file:///workspace/guests/src' })) },
        expanded: true
    });
});

test('LAYOUT-6: a widget that hides in the state or the options of another is left out as well', () => {
    const hidden = {
        deep: [
            { widget: terminal(0), widgets: [terminal(1)] },
            { widgets: { length: 1, 0: terminal(4) } },
            { widgets: [terminal(5)], currentIndex: '0' },
            { widget: [terminal(6)] }
        ]
    };
    const kept = portableLayout(
        layoutOf(tabs(editor(`${folder}/a.ts`, hidden)), {
            left: [{ widget: widget('files', hidden, hidden) }, { widget: widget('outline', { widget: terminal(2) }) }]
        }),
        none
    );
    expect(kept).not.toContain('terminalId');
    expect(kept).toContain('a.ts');
});

test('LAYOUT-7: what cannot be understood is left out, and the rest is kept', () => {
    const deep = `${'['.repeat(5000)}${']'.repeat(5000)}`;
    const good = JSON.stringify(layoutOf(tabs(editor(`${folder}/a.ts`))));
    const many = JSON.stringify(layoutOf({ ...tabs(), widgets: Array.from({ length: 300_000 }, () => ({})) }));
    for (const bad of [
        '',
        '{',
        '3',
        'null',
        JSON.stringify('{'),
        JSON.stringify('[]'),
        JSON.stringify(`{"mainPanel":${deep}}`),
        many
    ]) {
        expect(portableLayouts({ [`${folder}:layout`]: bad }, none), bad.slice(0, 20)).toEqual({});
    }
    const perspectives = { activePerspectiveId: 'default', layouts: { default: JSON.parse(good) as string } };
    const state = {
        [`${folder}:layout`]: good,
        [`${folder}:perspective-layouts`]: JSON.stringify(perspectives),
        [`${folder}:breakpoints`]: '{',
        [`${folder}:editor-navigation-contribution`]: '"history"',
        'file:///workspace/other:layout': good
    };
    expect(Object.keys(portableLayouts(state, none))).toEqual([`${folder}:layout`, `${folder}:perspective-layouts`]);
    expect(portableBreakpoints(state, none)).toEqual({});
});

test('SNAP-31: breakpoints in files of the folder go with a snapshot', () => {
    const breakpoints = {
        breakpointsEnabled: true,
        breakpoints: {
            [`${folder}/a.ts`]: [{ id: '1', uri: `${folder}/a.ts` }],
            'file:///home/longtable/x.js': [{ id: '2' }]
        }
    };
    const key = `${folder}:breakpoints`;
    const kept = portableBreakpoints({ [key]: JSON.stringify(breakpoints) }, none);
    expect(JSON.parse(kept[key] ?? '')).toEqual({
        breakpointsEnabled: true,
        breakpoints: { [`${folder}/a.ts`]: [{ id: '1', uri: `${folder}/a.ts` }] }
    });
});
