import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../testing/temporary-directory.js';
import { BoundedLog } from './bounded-log.js';

test('IDE-6: the log goes on where an earlier one ended and never takes more than twice its bound', async () => {
    await using place = await temporaryDirectory();
    const file = join(place.path, 'logs/ide.log');
    const first = new BoundedLog(file, 1000);
    first.write('from the first\n');
    await first.flush();
    const log = new BoundedLog(file, 1000);
    log.write('from the second\n');
    await log.flush();
    expect(await readFile(file, 'utf8')).toBe('from the first\nfrom the second\n');

    for (let line = 0; line < 100; line++) {
        log.write(`${'x'.repeat(98)}\n`);
        await log.flush();
    }
    log.write('the last one\n');
    await log.flush();
    expect((await readdir(join(place.path, 'logs'))).toSorted()).toEqual(['ide.log', 'ide.log.1']);
    expect((await stat(file)).size).toBeLessThanOrEqual(1000);
    expect((await stat(`${file}.1`)).size).toBeLessThanOrEqual(1000);
    expect((await readFile(file, 'utf8')).endsWith('the last one\n')).toBe(true);
});

test('IDE-6: a log that cannot be written harms nobody and keeps its tail', async () => {
    await using place = await temporaryDirectory();
    await writeFile(join(place.path, 'logs'), 'a file, where the directory should be');
    const log = new BoundedLog(join(place.path, 'logs/ide.log'));
    log.write('one\n\ntwo\n');
    await log.flush();
    expect(log.tail(5)).toEqual(['one', 'two']);
});
