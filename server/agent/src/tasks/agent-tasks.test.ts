import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StartUpMessage } from '@longtable/common';
import { startGitServer, type GitServer } from '@longtable/e2e/git-server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundle } from '../../bundle.mjs';
import { RunningAgent } from '../testing/running-agent.js';
import { temporaryDirectory } from '../testing/temporary-directory.js';
import { waitFor } from '../testing/wait-for.js';

let bundled: Awaited<ReturnType<typeof temporaryDirectory>>;
let server: GitServer;
beforeAll(async () => {
    bundled = await temporaryDirectory();
    [server] = await Promise.all([startGitServer(), bundle(bundled.path)]);
});
afterAll(() => Promise.all([bundled[Symbol.asyncDispose](), server.dispose()]));

test('TASK-12: the agent tells each backend once what to run, also after a kill and at the next start', async () => {
    await using place = await temporaryDirectory();
    const log = join(place.path, 'home/.longtable/logs/ide.log');
    const inLog = async (pattern: RegExp): Promise<string[]> =>
        [...(await readFile(log, 'utf8').catch(() => '')).matchAll(pattern)].map(match => match[1] ?? '');
    const told = async (count: number): Promise<StartUpMessage[]> => {
        const found = await waitFor(`message ${count}`, async () => {
            const messages = await inLog(/^told (.*)$/gm);
            return messages.length >= count && messages;
        });
        return found.map(message => StartUpMessage.parse(JSON.parse(message)));
    };
    const { url } = await server.addRepository('tasks', {
        '.gitpod.yml': 'tasks:\n  - init: echo init\n    command: echo command\n'
    });
    {
        await using agent = await RunningAgent.start(place.path, bundled.path, { repository: { url } });
        const [first] = await told(1);
        expect(first).toMatchObject({ kind: 'fresh', folder: join(place.path, 'root/demo'), lost: [], problems: [] });
        expect(first?.terminals.map(({ name }) => name)).toEqual(['Task 1']);
        expect(await readFile(first?.terminals[0]?.script ?? '', 'utf8')).toContain("'init' 'command'");

        await mkdir(join(agent.configuration.home, '.longtable/start-up/run/gitpod-0.begun'));
        process.kill(Number((await inLog(/^backend (\d+)/gm))[0]), 'SIGKILL');
        const [, second] = await told(2);
        expect(second).toMatchObject({ start: first?.start, terminals: [], lost: ['Task 1'] });
    }
    // eslint-disable-next-line @typescript-eslint/no-unused-vars -- disposed of at the end
    await using _again = await RunningAgent.start(place.path, bundled.path, { repository: { url } });
    const [first, , third] = await told(3);
    expect(third).toMatchObject({ kind: 'restart', lost: [] });
    expect(third?.start).not.toBe(first?.start);
    expect(third?.terminals.map(({ name }) => name)).toEqual(['Task 1']);
});
