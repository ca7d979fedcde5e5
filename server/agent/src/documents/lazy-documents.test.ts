import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bundle } from '../../bundle.mjs';
import { systemClock } from '../clock.js';
import { RunningAgent } from '../testing/running-agent.js';
import { temporaryDirectory } from '../testing/temporary-directory.js';
import { waitFor } from '../testing/wait-for.js';
import { DocumentRegistry } from './document-registry.js';
import { TestReplica } from './testing/test-replica.js';

test('DOC-22: an agent writes to disk what one before it was killed with, before anybody comes', async () => {
    await using directory = await temporaryDirectory();
    const folder = join(directory.path, 'root/demo');
    const file = join(folder, 'a.txt');
    const journals = join(directory.path, 'home/.longtable/documents');
    await mkdir(folder, { recursive: true });
    await writeFile(file, 'one\n');
    await writeFile(join(folder, 'held.txt'), 'one\n');
    // What is on disk at the moment of a kill: journals, and files as they were.
    const documents = new DocumentRegistry({
        folder,
        journals: join(directory.path, 'journals'),
        clock: systemClock,
        timings: { quiet: 100_000, most: 100_000 }
    });
    const ada = new TestReplica(await documents.open('a.txt'));
    const held = new TestReplica(await documents.open('held.txt'), undefined, false);
    ada.type('two\n');
    held.type('two\n');
    await Promise.all([ada.acknowledged(), held.acknowledged()]);
    await cp(join(directory.path, 'journals'), journals, { recursive: true });
    await documents.dispose();
    await writeFile(file, 'one\n');

    const parts = await temporaryDirectory();
    await bundle(parts.path);
    const agent = await RunningAgent.start(directory.path, parts.path);
    try {
        await waitFor('the file', async () => (await readFile(file, 'utf8')) === 'one\ntwo\n');
        expect(await readFile(join(folder, 'held.txt'), 'utf8')).toBe('one\n');
    } finally {
        await agent[Symbol.asyncDispose]();
        await parts[Symbol.asyncDispose]();
    }
});
