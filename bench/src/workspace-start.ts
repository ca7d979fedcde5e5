import { launchBrowser, measurePage } from './browser.ts';
import type { HubSession } from './hub-session.ts';
import type { Table } from './report.ts';
import { median } from './statistics.ts';

const RUNS = 5;
const PARTS = ['sandbox and agent', 'clone', 'IDE backend', 'page', 'all'] as const;

/** From the request to a tree of files that can be clicked, part by part. */
export async function benchWorkspaceStart(session: HubSession): Promise<Table> {
    const browser = await launchBrowser();
    const figures: Record<(typeof PARTS)[number], number[]> = {
        'sandbox and agent': [],
        clone: [],
        'IDE backend': [],
        page: [],
        all: []
    };
    try {
        for (let run = 0; run < RUNS; run++) {
            const { id, steps } = await session.create();
            const context = await browser.newContext();
            const [name = '', value = ''] = session.cookie.split('=');
            await context.addCookies([{ name, value, url: session.hub.url }]);
            const page = await measurePage(context, `${session.hub.url}/w/${id}`);
            await context.close();
            await session.remove(id);
            const sandbox = steps.get('sandbox') ?? 0;
            const clone = steps.get('clone') ?? sandbox;
            const running = steps.get('ide') ?? clone;
            figures['sandbox and agent'].push(sandbox);
            figures.clone.push(clone - sandbox);
            figures['IDE backend'].push(running - clone);
            figures.page.push(page.interactive);
            figures.all.push(running + page.interactive);
        }
    } finally {
        await browser.close();
    }
    return {
        title: `Workspace created to IDE interactive, ${String(RUNS)} runs, each in a fresh browser profile (ms)`,
        columns: ['part', 'median', 'min', 'max'],
        rows: PARTS.map(part => [part, median(figures[part]), Math.min(...figures[part]), Math.max(...figures[part])]),
        notes: [
            'The IDE backend starts while the repository is cloned; its row is what is left of it after the clone.',
            'Measured elsewhere on a like machine: process start to first answer, Theia 870–1,340, code-server 630–1,280;',
            'cold page to an edited file, stock Theia with 85 extensions 7,810, code-server 4,830, bare Monaco 930.'
        ]
    };
}
