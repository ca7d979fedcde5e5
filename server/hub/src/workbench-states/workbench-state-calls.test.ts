import type { WorkbenchStateAnswer } from '@longtable/common';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RunningHub, type RawPerson } from '../testing/running-hub.js';

const path = '/.longtable/workbench-state';

let hub: RunningHub;
let ada: RawPerson;
let grace: RawPerson;
let id: string;

beforeAll(async () => {
    hub = await RunningHub.create();
    ada = await hub.person('Ada');
    grace = await hub.person('Grace');
    id = await ada.workspace('Engine');
    await ada.enter(id);
    await grace.join(await ada.share(id));
    await grace.enter(id);
}, 90_000);
afterAll(() => hub.dispose());

const read = async (person: RawPerson) => (await person.inside(id, 'GET', path)).body as WorkbenchStateAnswer;
const write = (person: RawPerson, body: unknown) => person.inside(id, 'PATCH', path, { body });

test('LAYOUT-1, LAYOUT-3: each has their own, a viewer too, whoever they say they are; it outlives the hub', async () => {
    expect(await write(ada, { set: { history: '"Ada"' } })).toMatchObject({
        status: 200,
        body: { revision: 1 }
    });
    const forged = { set: { history: '"Grace"' }, userId: ada.id, workspaceId: 'engine01' };
    expect((await write(grace, forged)).status).toBe(200);
    await hub.stop();
    await hub.start();
    expect(await read(ada)).toMatchObject({ revision: 1, entries: { history: '"Ada"' } });
    expect(await read(grace)).toMatchObject({ revision: 1, entries: { history: '"Grace"' } });
}, 60_000);

test('LAYOUT-4: too much or nonsense is refused with a sentence, and nothing is changed', async () => {
    const before = await read(ada);
    const large = await write(ada, { set: { large: 'x'.repeat(2 * 1024 * 1024) } });
    expect(large).toMatchObject({ status: 413, body: { error: { code: 'payload-too-large' } } });
    const huge = await write(ada, { set: { large: 'x'.repeat(7 * 1024 * 1024) } });
    expect(huge).toMatchObject({ status: 413, body: { error: { code: 'payload-too-large' } } });
    for (const nonsense of [undefined, [], { set: { a: 1 } }, { remove: [1] }, { remove: 'a' }]) {
        expect((await write(ada, nonsense)).status).toBe(400);
    }
    expect(await read(ada)).toEqual(before);
});

test('LAYOUT-1: who has no right any more has no state there either', async () => {
    await ada.api('DELETE', `/workspaces/${id}/members/${grace.id}`);
    expect((await grace.inside(id, 'GET', path)).status).toBe(403);
    expect((await write(grace, { set: {} })).status).toBe(403);
});
