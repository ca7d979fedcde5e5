import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hashOf } from '../content/pack-format.js';
import { CHUNK_BYTES, type ContentWriter } from '../content/snapshot-content.js';
import { Capture } from './capture.js';
import { Exclusion } from './exclusion.js';
import { KnownFiles } from './known-files.js';

/** A disk that takes three chunks, and more once it was waited for. */
class SlowWriter implements ContentWriter {
    readonly addedBytes = 0;
    waiting = 0;
    mostWaiting = 0;

    get isFull(): boolean {
        return this.waiting >= 3;
    }

    add(bytes: Uint8Array): string {
        this.waiting += 1;
        this.mostWaiting = Math.max(this.mostWaiting, this.waiting);
        return hashOf(bytes);
    }

    has(): boolean {
        return false;
    }

    makeRoom(): Promise<void> {
        this.waiting = 0;
        return Promise.resolve();
    }

    drain(): Promise<void> {
        return this.makeRoom();
    }

    finish(): Promise<void> {
        return this.makeRoom();
    }

    abandon(): Promise<void> {
        return this.makeRoom();
    }
}

test('SNAP-16: of a large file no more is in memory than the disk can follow, and its progress is told', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'capture-'));
    try {
        await writeFile(join(folder, 'large'), Buffer.alloc(20 * CHUNK_BYTES));
        const writer = new SlowWriter();
        const told: number[] = [];
        const capture = new Capture({
            folder,
            exclude: new Exclusion([]),
            writer,
            known: await KnownFiles.read(join(folder, 'none')),
            largest: 2 ** 40,
            onProgress: ({ bytes }) => told.push(bytes)
        });
        await capture.pass(0, true);
        expect(writer.mostWaiting).toBeLessThanOrEqual(3);
        expect(told).toContain(10 * CHUNK_BYTES);
    } finally {
        await rm(folder, { recursive: true });
    }
});
