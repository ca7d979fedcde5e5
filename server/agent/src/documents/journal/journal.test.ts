import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserId } from '@longtable/common';
import { expect, test } from 'vitest';
import { ManualClock } from '../../testing/manual-clock.js';
import { temporaryDirectory } from '../../testing/temporary-directory.js';
import { waitFor } from '../../testing/wait-for.js';
import { decodeRecords, encodeRecord, type JournalRecord } from './journal-record.js';
import { Journal } from './journal.js';

const FORMAT = { encoding: 'utf8', mark: false, lineEnd: 'lf' } as const;
const FILE = { position: 7, hash: 'h', plain: 'p', format: FORMAT };
const RECORDS: JournalRecord[] = [
    { kind: 'header', version: 1, path: 'a/ü.txt', epoch: 'e' },
    { kind: 'client', id: 4_000_000_000, userId: UserId.parse('ada') },
    { kind: 'snapshot', position: 7, snapshot: new Uint8Array([1, 2, 3]) },
    { kind: 'update', update: new Uint8Array([4]) },
    { kind: 'held', update: new Uint8Array() },
    { kind: 'disk', update: new Uint8Array([5, 6]) },
    { kind: 'flushing', file: FILE, temporary: '/tmp/x' },
    { kind: 'known', file: FILE },
    { kind: 'moved', path: 'b' },
    { kind: 'format', format: FORMAT },
    {
        kind: 'together',
        records: [
            { kind: 'disk', update: new Uint8Array([7]) },
            { kind: 'known', file: FILE }
        ]
    }
];
const BYTES = Buffer.concat(RECORDS.map(encodeRecord));

const update = (byte: number): JournalRecord => ({ kind: 'update', update: new Uint8Array([byte]) });

async function open(directory: string) {
    const clock = new ManualClock();
    const problems: (string | undefined)[] = [];
    const held: JournalRecord[] = [];
    const path = join(directory, 'journals/one.journal');
    const journal = new Journal(path, {
        clock,
        durable: true,
        contents: () => Buffer.concat(held.map(encodeRecord)),
        onProblem: problem => problems.push(problem)
    });
    return {
        journal,
        clock,
        problems,
        path,
        read: async () => [...decodeRecords(await readFile(path))],
        /** As a document does it: whatever is appended is part of the contents from then on. */
        append: (record: JournalRecord) => {
            held.push(record);
            return journal.append(encodeRecord(record));
        },
        appendNow: (record: JournalRecord) => {
            held.push(record);
            journal.appendNow(encodeRecord(record));
        },
        held
    };
}

test('DOC-21: a journal that was cut off anywhere is read up to its last whole record', () => {
    expect([...decodeRecords(BYTES)]).toEqual(RECORDS);
    const ends = RECORDS.map((_, index) => Buffer.concat(RECORDS.slice(0, index + 1).map(encodeRecord)).length);
    for (let length = 0; length <= BYTES.length; length++) {
        const whole = ends.filter(end => end <= length).length;
        expect([...decodeRecords(BYTES.subarray(0, length))], `${length} bytes`).toEqual(RECORDS.slice(0, whole));
    }
    expect([...decodeRecords(Buffer.concat([BYTES, Buffer.alloc(100)]))]).toEqual(RECORDS);
});

test('DOC-21: one that is damaged anywhere before its last record is not read', () => {
    const last = BYTES.length - encodeRecord(RECORDS.at(-1) ?? update(0)).length;
    for (let at = 0; at < last; at++) {
        const damaged = Buffer.from(BYTES);
        damaged[at] = (damaged[at] ?? 0) ^ 0x10;
        expect(() => [...decodeRecords(damaged)], `byte ${at}`).toThrow(/damaged/);
    }
});

test('DOC-20: what is acknowledged is in the file, with everything before it', async () => {
    await using directory = await temporaryDirectory();
    const { journal, append, appendNow, read } = await open(directory.path);
    const written: number[] = [];
    const all = Array.from({ length: 50 }, (_, index) => append(update(index)).then(() => written.push(index)));
    await all[0];
    for (let index = 50; index < 100; index++) {
        all.push(append(update(index)).then(() => written.push(index)));
        if (index % 7 === 0) {
            appendNow({ kind: 'client', id: index, userId: UserId.parse('ada') });
            expect((await read()).some(record => record.kind === 'client' && record.id === index)).toBe(true);
        }
    }
    await Promise.all(all);
    expect(written).toEqual(Array.from({ length: 100 }, (_, index) => index));
    const updates = (await read()).filter(record => record.kind === 'update').map(record => record.update[0]);
    expect(updates).toEqual(written);
    await journal.close();
});

test('DOC-22: a journal is written anew as a whole, and nothing of what comes meanwhile is missing or there twice', async () => {
    await using directory = await temporaryDirectory();
    const { journal, append, appendNow, read, held } = await open(directory.path);
    await append(update(1));
    for (let round = 0; round < 20; round++) {
        const renewed = journal.renew();
        const appended = append(update(2));
        appendNow({ kind: 'client', id: round, userId: UserId.parse('ada') });
        await new Promise(resolve => setTimeout(resolve, round % 4));
        await Promise.all([renewed, appended, append(update(3))]);
        const there = await read();
        expect(there.filter(({ kind }) => kind === 'update')).toEqual(held.filter(({ kind }) => kind === 'update'));
        const ids = new Set(there.flatMap(record => (record.kind === 'client' ? record.id : [])));
        expect([...ids].sort((a, b) => a - b)).toEqual(Array.from({ length: round + 1 }, (_, index) => index));
    }
    await journal.close();
});

test('DOC-24: while it cannot be written nothing is acknowledged, which is told, and all of it is once it can', async () => {
    await using directory = await temporaryDirectory();
    const { journal, append, read, problems, clock, path } = await open(directory.path);
    // A file where the directory of journals is to be.
    await writeFile(join(directory.path, 'journals'), '');
    let acknowledged = 0;
    const all = [append(update(1)), append(update(2))].map(written => written.then(() => acknowledged++));
    await waitFor('the problem', () => problems.length > 0);
    expect(await journal.attempt(encodeRecord(update(9)))).toBe(false);
    expect(acknowledged).toBe(0);
    await rm(join(directory.path, 'journals'));
    await mkdir(join(directory.path, 'journals'));
    await waitFor('another attempt', () => {
        clock.advance(1000);
        return acknowledged === 2;
    });
    await Promise.all(all);
    expect(await read()).toEqual([update(1), update(2)]);
    expect(problems.at(-1)).toBeUndefined();
    await journal.remove();
    await expect(stat(path)).rejects.toThrow('ENOENT');
});

test('DOC-20: a record that comes at the very moment when another one is written is written as well', async () => {
    await using directory = await temporaryDirectory();
    const { journal, append, read } = await open(directory.path);
    await append(update(1));
    for (let byte = 2; byte < 20; byte++) {
        // Nothing else comes that would have it written.
        expect(await journal.attempt(encodeRecord(update(byte)))).toBe(true);
    }
    await append(update(20));
    expect(await read()).toHaveLength(20);
    await journal.close();
});
