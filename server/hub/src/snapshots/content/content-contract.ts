import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { encodeTree, walkTree, type TreeEntry } from '../tree/tree-object.js';
import { hashOf } from './pack-format.js';
import type { ChunkHash, Manifest, SnapshotContent } from './snapshot-content.js';

/** A place for contents, for the contract of all of them. */
export interface ContentPlace {
    /** Opens it as another process would. */
    open(): SnapshotContent;
    /** Changes stored bytes, as a bad disk does: of chunks, or of what says where they are. */
    damage(what: 'chunks' | 'places'): Promise<void>;
    storedBytes(): Promise<number>;
    dispose(): Promise<void>;
}

/** What holds for every place where the contents of snapshots are kept. */
export function contentContract(name: string, create: () => Promise<ContentPlace>): void {
    describe(`${name} as a place for contents`, () => {
        let place: ContentPlace;
        let content: SnapshotContent;

        beforeEach(async () => {
            place = await create();
            content = place.open();
        });
        afterEach(() => place.dispose());

        /** Keeps a snapshot of some files in one folder; answers how many bytes were new. */
        async function keep(
            id: string,
            files: readonly Uint8Array[],
            above = content,
            session?: Uint8Array
        ): Promise<number> {
            const writer = await above.writer();
            const entries = files.map((bytes, number): TreeEntry => {
                const chunks = [writer.add(bytes)];
                return { kind: 'file', name: `f${number}`, mode: 0o644, mtime: 0, size: bytes.length, chunks };
            });
            const root = writer.add(encodeTree({ mode: 0o755, mtime: 0, entries }));
            const beside = session === undefined ? {} : { session: writer.add(session) };
            await writer.finish();
            await above.publish(id, { ...manifestOf(root), ...beside });
            return writer.addedBytes;
        }

        const manifestOf = (root: ChunkHash): Manifest => ({
            version: 1,
            root,
            files: 1,
            bytes: 1,
            addedBytes: 0,
            createdAt: '2026-01-01T00:00:00.000Z'
        });

        const noise = (bytes: number) => randomBytes(bytes);

        test('SNAP-10: gives back what was added, in another process as well', async () => {
            const files = [Buffer.from('one'), Buffer.alloc(1024 * 1024, 7), noise(700_000), noise(10)];
            await keep('a', files);
            const reader = await place.open().reader();
            for (const bytes of files) {
                expect(Buffer.compare(await reader.read(hashOf(bytes)), bytes)).toBe(0);
            }
            await reader.dispose();
            expect(await place.open().list()).toEqual(['a']);
        });

        test('SNAP-10: keeps the same bytes once, also those of others', async () => {
            const big = noise(3_000_000);
            expect(await keep('a', [big])).toBeGreaterThan(3_000_000);
            const before = await place.storedBytes();
            expect(await keep('b', [big, Buffer.from('more')])).toBeLessThan(2000);
            expect((await place.storedBytes()) - before).toBeLessThan(4000);
        });

        test('SNAP-11: says that a chunk is damaged, and never gives its bytes', async () => {
            const bytes = noise(100_000);
            await keep('a', [bytes]);
            await place.damage('chunks');
            const reader = await place.open().reader();
            expect(await failureOf(reader.read(hashOf(bytes)))).toBe('snapshot-damaged');
            expect(await failureOf(reader.read(hashOf(Buffer.from('never added'))))).toBe('snapshot-damaged');
            await reader.dispose();
        });

        test('SNAP-11: a collection with something damaged in it removes nothing', async () => {
            await keep('a', [noise(100_000)]);
            await place.damage('places');
            await keep('b', [noise(100_000)]);
            const before = await place.storedBytes();
            expect(await content.collect(new Set(['a']), walkTree)).toMatchObject({ damaged: ['a'], removedBytes: 0 });
            expect(await place.storedBytes()).toBeGreaterThan(before - 1000);
        });

        test('SNAP-12: what was not finished is not there, and what was abandoned leaves nothing', async () => {
            const writer = await content.writer();
            const hash = writer.add(noise(20_000_000));
            await writer.drain();
            const reader = await place.open().reader();
            expect(await failureOf(reader.read(hash))).toBe('snapshot-damaged');
            await writer.abandon();
            expect(await place.storedBytes()).toBe(0);
        });

        test('SNAP-13: removes what nobody needs, and no byte that somebody does', async () => {
            const shared = noise(2_000_000);
            const own = noise(3_000_000);
            await keep('a', [own, shared]);
            await keep('b', [shared]);
            const collected = await content.collect(new Set(['b']), walkTree);
            expect(collected.removedBytes).toBeGreaterThan(2_900_000);
            expect(await place.open().list()).toEqual(['b']);
            const reader = await place.open().reader();
            expect(Buffer.compare(await reader.read(hashOf(shared)), shared)).toBe(0);
            expect(await failureOf(reader.read(hashOf(own)))).toBe('snapshot-damaged');
            await reader.dispose();
            await content.collect(new Set(), walkTree);
            expect(await place.storedBytes()).toBe(0);
        });

        test('SNAP-13, SNAP-30: what is kept beside the files stays as long as they do, and is part of the cost', async () => {
            const session = noise(1_500_000);
            await keep('a', [noise(3_000_000)]);
            await keep('b', [noise(10)], content, session);
            const { uniqueBytes } = await content.collect(new Set(['b']), walkTree);
            expect(uniqueBytes.get('b')).toBeGreaterThan(1_490_000);
            const reader = await place.open().reader();
            expect(Buffer.compare(await reader.read(hashOf(session)), session)).toBe(0);
            await reader.dispose();
            expect(await content.check(new Set(['b']), walkTree)).toMatchObject({ damaged: [] });
            const { root } = await content.manifest('b');
            await content.publish('b', { ...manifestOf(root), session: hashOf(Buffer.from('never added')) });
            expect((await content.check(new Set(['b']), walkTree)).damaged).toEqual(['b']);
            await content.collect(new Set(), walkTree);
            expect(await place.storedBytes()).toBe(0);
        });

        test('SNAP-13: packs that are mostly empty are rewritten', async () => {
            const files = Array.from({ length: 40 }, () => noise(900_000));
            await keep('a', files);
            await keep('b', files.slice(7, 12));
            await content.collect(new Set(['b']), walkTree);
            expect(await place.storedBytes()).toBeLessThan(2 * 5 * 900_000);
            const check = await content.check(new Set(['b']), walkTree);
            expect(check).toMatchObject({ remains: [], damaged: [] });
            expect(check.deadBytes).toBeLessThanOrEqual(check.liveBytes);
        });

        test('SNAP-13: a pack with damaged chunks stays, and what is whole is collected', async () => {
            const shared = noise(1_000_000);
            await keep('a', [noise(3_000_000), shared]);
            await keep('b', [shared, noise(200_000)]);
            await place.damage('chunks');
            await keep('c', [noise(500_000)]);
            const before = await place.storedBytes();
            await content.collect(new Set(['b']), walkTree);
            expect(before - (await place.storedBytes())).toBeGreaterThan(500_000);
            await content.collect(new Set(), walkTree);
            expect(await place.storedBytes()).toBe(0);
        });

        test('SNAP-13: many small packs are put together', async () => {
            for (let number = 0; number < 40; number += 1) {
                await keep(`s${number}`, [noise(1000)]);
            }
            const keepAll = new Set(await content.list());
            await content.collect(keepAll, walkTree);
            expect(await content.check(keepAll, walkTree)).toMatchObject({ remains: [], damaged: [] });
            expect(await place.storedBytes()).toBeLessThan(120_000);
        });

        test('SNAP-14: tells what each snapshot alone needs', async () => {
            await keep('a', [noise(1_000_000), Buffer.alloc(10)]);
            const shared = noise(500_000);
            await keep('b', [shared, noise(200_000)]);
            await keep('c', [shared]);
            const { uniqueBytes } = await content.collect(new Set(['a', 'b', 'c']), walkTree);
            expect(uniqueBytes.get('a')).toBeGreaterThan(990_000);
            expect(uniqueBytes.get('b')).toBeGreaterThan(190_000);
            expect(uniqueBytes.get('b')).toBeLessThan(210_000);
            expect(uniqueBytes.get('c')).toBeLessThan(1000);
        });

        test('a check tells of a snapshot that is not whole', async () => {
            await keep('a', [noise(100_000)]);
            expect((await content.check(new Set(['a', 'gone']), walkTree)).damaged).toEqual(['gone']);
            await expect(content.manifest('gone')).rejects.toMatchObject({ code: 'not-found' });
        });

        test('several writers at once keep all that each of them has', async () => {
            const common = noise(3_000_000);
            const own = Array.from({ length: 4 }, () => noise(1_000_000));
            await Promise.all(own.map((bytes, number) => keep(`w${number}`, [common, bytes], place.open())));
            const ids = new Set(['w0', 'w1', 'w2', 'w3']);
            const collected = await content.collect(ids, walkTree);
            expect(collected.damaged).toEqual([]);
            const reader = await place.open().reader();
            for (const bytes of [common, ...own]) {
                expect(Buffer.compare(await reader.read(hashOf(bytes)), bytes)).toBe(0);
            }
            await reader.dispose();
            // What was written more than once is there once after it.
            expect(await place.storedBytes()).toBeLessThan(14_000_000);
        });
    });
}

/** The code of what a promise fails with; not by `rejects`, which prints megabytes when it does not fail. */
function failureOf(promise: Promise<unknown>): Promise<string> {
    return promise.then(
        () => 'it did not fail',
        (error: unknown) => (error as { code: string }).code
    );
}
