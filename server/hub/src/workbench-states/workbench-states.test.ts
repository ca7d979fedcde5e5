import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LARGEST_WORKBENCH_STATE } from '@longtable/common';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { EmbeddedStore } from '../store/embedded-store.js';
import { ada, userId, workspaceOf } from '../store/store-contract.js';
import { WorkbenchStates } from './workbench-states.js';

const record = workspaceOf(ada.id, 'engine01');
const grace = userId('grace');
const layoutKey = 'file:///workspace/engine:layout';
const layout = (uri: string) =>
    JSON.stringify(
        JSON.stringify({
            mainPanel: {
                main: {
                    type: 'tab-area',
                    widgets: [
                        {
                            constructionOptions: {
                                factoryId: 'code-editor-opener',
                                options: { kind: 'navigatable', uri }
                            }
                        }
                    ],
                    currentIndex: 0
                }
            }
        })
    );

let directory: string;
let store: EmbeddedStore;
let states: WorkbenchStates;

beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'states-'));
    store = await EmbeddedStore.open(directory);
    await store.workspaces.put(record);
    states = new WorkbenchStates(store);
});
afterEach(async () => {
    await store.close();
    await rm(directory, { recursive: true });
});

const change = (person: typeof grace, set: Record<string, string>, more: { remove?: string[] } = {}) =>
    states.change(record.id, person, { set, remove: [], ...more });

test('LAYOUT-1: what one person keeps, nobody else reads or changes', async () => {
    await change(ada.id, { history: '"hers"', other: '1' });
    await change(grace, { history: '"his"' });
    expect(await states.read(record, ada.id)).toMatchObject({
        revision: 1,
        entries: { history: '"hers"', other: '1' }
    });
    expect(await states.read(record, grace)).toEqual({
        revision: 1,
        entries: { history: '"his"' },
        revisions: { history: 1 }
    });
});

test('LAYOUT-2: each name is the last writer’s, also of many at once', async () => {
    await Promise.all(Array.from({ length: 30 }, (_, index) => change(ada.id, { [`k${index % 3}`]: String(index) })));
    await change(ada.id, {}, { remove: ['k0', 'nothing'] });
    const { revision, entries } = await states.read(record, ada.id);
    expect(entries).toEqual({ k1: '28', k2: '29' });
    expect(revision).toBe(31);
});

test('LAYOUT-2: each name is told with the revision it was changed in, and a change of nothing makes none', async () => {
    await change(ada.id, { a: '1', b: '1' });
    await change(ada.id, { b: '2', c: '2' });
    expect(await change(ada.id, { a: '1' }, { remove: ['nothing'] })).toEqual({ revision: 2 });
    expect(await states.read(record, ada.id)).toEqual({
        revision: 2,
        entries: { a: '1', b: '2', c: '2' },
        revisions: { a: 1, b: 2, c: 2 }
    });
});

test('LAYOUT-4: more than may be kept is refused as a whole', async () => {
    const half = 'x'.repeat(LARGEST_WORKBENCH_STATE / 2 - 10);
    await change(ada.id, { a: half, b: half });
    await expect(change(ada.id, { c: 'x'.repeat(100), d: 'y' })).rejects.toMatchObject({ code: 'payload-too-large' });
    expect((await states.read(record, ada.id)).revision).toBe(1);
    await change(ada.id, { c: 'x'.repeat(100) }, { remove: ['a'] });
    expect(Object.keys((await states.read(record, ada.id)).entries)).toEqual(['b', 'c']);
});

test('LAYOUT-6: a guest begins with the owner’s layout and nothing else of theirs, until they have one of their own', async () => {
    const inFolder = layout('file:///workspace/engine/a.ts');
    expect(await states.read(record, grace)).toEqual({ revision: 0, entries: {}, revisions: {} });
    await change(ada.id, { [layoutKey]: inFolder, 'file:///workspace/engine:breakpoints': '{"breakpoints":{}}' });
    const first = await states.read(record, grace);
    expect(first.revision).toBe(0);
    expect(Object.keys(first.entries)).toEqual([layoutKey]);
    expect(first.entries[layoutKey]).toContain('a.ts');
    await change(grace, { [layoutKey]: layout('file:///workspace/engine/b.ts') });
    expect((await states.read(record, grace)).entries[layoutKey]).toContain('b.ts');
    expect((await states.read(record, ada.id)).entries[layoutKey]).toBe(inFolder);
});

test('LAYOUT-6: an owner without a layout begins with none', async () => {
    await change(grace, { [layoutKey]: layout('file:///workspace/engine/b.ts') });
    expect(await states.read(record, ada.id)).toEqual({ revision: 0, entries: {}, revisions: {} });
});
