import { readFile } from 'node:fs/promises';
import { attachTime, expect, openWorkbench, share, test, uniqueName } from './guests.js';
import { processesIn } from './hub/workspace-processes.js';
import type { HubProcess } from './hub/hub-process.js';
import { People } from './pages/people.js';
import { PresenceClient } from './raw/presence-client.js';
import { RawClient } from './raw/raw-client.js';

const GUESTS = 30;
/** What everybody may have to wait for until they see everybody, in milliseconds. */
const SEEN_WITHIN = 2000;
/** More memory than this, in MiB, is not left behind by accident. */
const MEMORY_BOUND = 64;

test('thirty people join at once and leave again', async ({ ownHub, signIn, repository }, testInfo) => {
    const ada = await signIn('Ada', ownHub);
    const { id } = await ada.client.createRunning(repository);
    await openWorkbench(ada.page, ownHub.url, id);
    const people = new People(ada.page);
    await people.expectExactly([ada.name, 'owner']);
    const link = await share(ada, id);
    await expect.poll(() => openConnections(ownHub)).toBeGreaterThan(0);

    const guests = await Promise.all(
        Array.from({ length: GUESTS }, () => RawClient.signIn(ownHub, uniqueName('Guest')))
    );
    await Promise.all(
        guests.map(async guest => {
            expect((await guest.join(link)).text).toContain('"joined"');
            expect((await guest.enter(id)).status).toBe(302);
        })
    );
    // What a page that has just been opened does beside is not what is measured here.
    await ada.page.evaluate(untilAtRest);
    const connectionsBefore = await settled(() => openConnections(ownHub));
    const memoryBefore = { hub: await hubMemory(ownHub), agent: await agentMemory(ownHub, id) };

    for (const round of [1, 2, 3]) {
        await test.step(`round ${round}`, async () => {
            const seenByAda = people.whenCounted(GUESTS + 1);
            const tabs = await Promise.all(guests.map(guest => PresenceClient.open(guest, id)));
            const last = Date.now();
            const seenByGuests = await Promise.all(tabs.map(tab => tab.untilPeople(GUESTS + 1)));
            for (const [where, at] of [
                ['in every raw client', Math.max(...seenByGuests)],
                ['in the browser', await seenByAda]
            ] as const) {
                const after = Math.max(0, at - last);
                await attachTime(testInfo, `all ${GUESTS} are seen ${where} after the last has come`, after);
                expect.soft(after, where).toBeLessThan(SEEN_WITHIN);
            }
            for (const { name } of guests) {
                await expect(people.person(name, 'viewer')).toHaveCount(1);
            }
            for (const tab of tabs) {
                expect(new Set(tab.people.map(({ name }) => name)).size).toBe(GUESTS + 1);
            }

            const goneForAda = people.whenCounted(1);
            await Promise.all(tabs.map(tab => tab.close()));
            const left = Date.now();
            const gone = Math.max(0, (await goneForAda) - left);
            await attachTime(testInfo, 'they are gone in the browser after the last has left', gone);
            expect.soft(gone).toBeLessThan(SEEN_WITHIN);
            await expect.poll(() => openConnections(ownHub)).toBe(connectionsBefore);
        });
    }

    for (const [part, now] of [
        ['hub', () => hubMemory(ownHub)],
        ['agent', () => agentMemory(ownHub, id)]
    ] as const) {
        // Node gives memory back when it gets to it.
        await expect.poll(async () => (await now()) - memoryBefore[part]).toBeLessThan(MEMORY_BOUND);
        await testInfo.attach(`memory of the ${part}`, {
            body: `${memoryBefore[part].toFixed(1)} MiB before, ${(await now()).toFixed(1)} MiB after`,
            contentType: 'text/plain'
        });
    }
    await ada.page.close();
    await expect.poll(() => openConnections(ownHub)).toBe(0);
});

/** Resolves when a page has answered every timer soon for a second. Runs in the page. */
function untilAtRest(): Promise<void> {
    return new Promise(resolve => {
        let since = performance.now();
        let last = since;
        const timer = setInterval(() => {
            const now = performance.now();
            if (now - last > 250) {
                since = now;
            }
            last = now;
            if (now - since > 1000) {
                clearInterval(timer);
                resolve();
            }
        }, 50);
    });
}

/** The same value twice in a row. */
async function settled(read: () => Promise<number>): Promise<number> {
    let last = NaN;
    await expect
        .poll(
            async () => {
                const before = last;
                last = await read();
                return last === before;
            },
            { intervals: [500] }
        )
        .toBe(true);
    return last;
}

async function openConnections({ url }: HubProcess): Promise<number> {
    const metrics = await (await fetch(`${url}/metrics`)).text();
    return Number(/^longtable_open_connections (\d+)$/m.exec(metrics)?.[1]);
}

function hubMemory({ pid }: HubProcess): Promise<number> {
    return residentMemory(pid ?? 0);
}

async function agentMemory({ dataDirectory }: HubProcess, id: string): Promise<number> {
    const agent = (await processesIn(dataDirectory, id)).find(
        ({ command }) => command.startsWith('/opt/longtable/bin/node') && command.includes('agent.mjs')
    );
    return residentMemory(agent?.pid ?? 0);
}

/** In MiB. */
async function residentMemory(pid: number): Promise<number> {
    const status = await readFile(`/proc/${pid}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
}
