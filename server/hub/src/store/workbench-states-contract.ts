import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ada, userId, workspaceId, workspaceOf, type StorePlace } from './store-contract.js';
import type { Store, WorkbenchStateRecord } from './store.js';

/** The part of the contract of stores that is about what workbenches keep. */
export function describeWorkbenchStates(name: string, createPlace: () => Promise<StorePlace>): void {
    describe(`${name} and what workbenches keep`, () => {
        let place: StorePlace;
        let store: Store;

        beforeEach(async () => {
            place = await createPlace();
            store = await place.open();
        });
        afterEach(async () => {
            await store.close();
            await place.dispose();
        });

        const reopen = async () => {
            await store.close();
            store = await place.open();
        };

        test('what a workbench keeps is one person’s in one workspace, also after a reopening, and goes with the workspace', async () => {
            const stateOf = (workspace: string, person: string, revision: number): WorkbenchStateRecord => ({
                workspaceId: workspaceId(workspace),
                userId: userId(person),
                revision,
                entries: {
                    'file:///workspace/engine:layout': { text: `"${person} in ${workspace}"`, revision: 1 },
                    constructor: { text: '"ü"', revision }
                }
            });
            const odd = '../../{"odd"}/ü';
            await store.workspaces.put(workspaceOf(ada.id, 'engine01'));
            await store.workspaces.put(workspaceOf(ada.id, 'engine02'));
            expect(await store.workbenchStates.get(workspaceId('engine01'), ada.id)).toBeUndefined();
            await Promise.all(
                [1, 2, 3].map(revision => store.workbenchStates.put(stateOf('engine01', 'ada', revision)))
            );
            await store.workbenchStates.put(stateOf('engine01', odd, 1));
            await store.workbenchStates.put(stateOf('engine02', 'ada', 7));
            await store.workbenchStates.put(stateOf('nothing1', 'ada', 1));
            await reopen();
            const get = (workspace: string, person: string) =>
                store.workbenchStates.get(workspaceId(workspace), userId(person));
            expect(await get('engine01', 'ada')).toEqual(stateOf('engine01', 'ada', 3));
            expect(await get('engine01', odd)).toEqual(stateOf('engine01', odd, 1));
            expect(await get('engine02', 'ada')).toEqual(stateOf('engine02', 'ada', 7));
            expect(await get('engine01', 'grace')).toBeUndefined();
            expect(await get('nothing1', 'ada')).toBeUndefined();
            const going = store.workspaces.remove(workspaceId('engine01'));
            await Promise.all([going, store.workbenchStates.put(stateOf('engine01', 'ada', 4))]);
            await store.workbenchStates.put(stateOf('engine01', 'ada', 5));
            expect(await get('engine01', 'ada')).toBeUndefined();
            expect(await get('engine02', 'ada')).toBeDefined();
            await store.workspaces.put(workspaceOf(ada.id, 'engine01'));
            expect(await get('engine01', odd)).toBeUndefined();
        });
    });
}
