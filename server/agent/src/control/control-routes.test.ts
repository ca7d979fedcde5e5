import { createServer, get } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { Presence } from '../presence/presence.js';
import { ManualClock } from '../testing/manual-clock.js';
import { temporaryDirectory } from '../testing/temporary-directory.js';
import { waitFor } from '../testing/wait-for.js';
import { controlRoutes } from './control-routes.js';
import { StatusBoard } from './status-board.js';

test('CONTROL-2, CONTROL-3: events begin with the present, tell changes only, and show a sign of life', async () => {
    await using place = await temporaryDirectory();
    const socketPath = join(place.path, 'a.sock');
    const failed = { phase: 'failed', code: 'internal', reason: 'no' } as const;
    const running = { phase: 'running', ide: { restarts: 0 }, timings: {} } as const;
    const board = new StatusBoard(running);
    const routes = controlRoutes({
        board,
        presence: new Presence(new ManualClock()),
        saveAll: () => Promise.resolve(),
        stop: () => Promise.resolve(),
        exit: () => undefined,
        heartbeatMilliseconds: 20
    });
    const events = routes.find(({ path }) => path === '/control/events');
    const server = createServer((request, response) => void events?.handle(request, response, { kind: 'hub' }));
    await new Promise<void>(resolve => server.listen(socketPath, resolve));
    const lines: string[] = [];
    const client = get({ socketPath }, response => {
        createInterface({ input: response })
            .on('line', line => lines.push(line))
            // The test goes away in the middle of the answer.
            .on('error', () => undefined);
    });
    await waitFor('two signs of life', () => lines.filter(line => line === '').length >= 2);
    board.set({ ...running });
    board.set(failed);
    await waitFor('the change', () => lines.some(line => line.includes('failed')));
    expect(lines.filter(line => line !== '').map(line => JSON.parse(line) as unknown)).toEqual([running, failed]);
    client.destroy();
    await new Promise(resolve => server.close(resolve));
});
