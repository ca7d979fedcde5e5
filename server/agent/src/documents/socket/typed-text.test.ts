import { CONTENT } from '@longtable/common/documents';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { Random } from '../fuzz/random.js';
import { typedTextOf } from './typed-text.js';

/** What Yjs reads of an update that has one struct, if that is text and nothing is deleted. */
function readByYjs(update: Uint8Array) {
    const { structs, ds } = Y.decodeUpdate(update.slice());
    const [struct, ...others] = structs;
    if (!(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentString)) {
        throw new Error('It is no text.');
    }
    expect(others).toEqual([]);
    expect(ds.clients.size).toBe(0);
    expect(struct.parent).toBeNull();
    expect(struct.parentSub).toBeNull();
    const { id, length, origin, rightOrigin } = struct;
    return { id, length, origin, rightOrigin };
}

/** Updates as they come from some people who type and delete here and there. */
function updates(random: Random): Uint8Array[] {
    const doc = new Y.Doc();
    const made: Uint8Array[] = [];
    doc.on('update', (update: Uint8Array) => made.push(update));
    const text = doc.getText(CONTENT);
    const clients = [1, 127, 128, 70_000, 0xff_ff_ff_ff];
    for (let edit = 0; edit < 300; edit++) {
        doc.clientID = random.of(clients);
        const at = random.chance(0.5) ? text.length : random.below(text.length + 1);
        const insert = random.of(['x', '\n', 'word', 'é', '丈', '𠀀', 'long '.repeat(60)]);
        doc.transact(() => {
            if (random.chance(0.2)) {
                text.delete(0, Math.min(text.length, random.below(4)));
            }
            text.insert(Math.min(at, text.length), insert);
        });
    }
    return made;
}

test('What is read in place is what Yjs reads, also of updates that were tampered with', () => {
    const random = new Random(7);
    let read = 0;
    for (const update of updates(random)) {
        for (let variant = 0; variant < 100; variant++) {
            // Between bytes of others, as it comes.
            const around = new Uint8Array([1, 1, ...update, 0, 0, 4]);
            const whole = around.subarray(2, 2 + update.length);
            for (let changes = variant === 0 ? 0 : 1 + random.below(3); changes > 0; changes--) {
                whole[random.below(whole.length)] = random.of([0, 1, 4, 0x7f, 0x80, 0xff, random.below(256)]);
            }
            const given = variant % 10 === 9 ? whole.subarray(0, random.below(whole.length)) : whole;
            const typed = typedTextOf(given);
            if (typed !== undefined) {
                expect(readByYjs(given)).toEqual(typed);
                read++;
            }
        }
    }
    expect(read).toBeGreaterThan(1000);
});

test('Keys, lines and pasted text are read in place; deletions, other scripts and the first text are not', () => {
    const doc = new Y.Doc();
    let latest = new Uint8Array();
    doc.on('update', (update: Uint8Array) => (latest = update as Uint8Array<ArrayBuffer>));
    const text = doc.getText(CONTENT);
    const after = (change: () => void) => {
        change();
        return typedTextOf(latest);
    };
    expect(after(() => text.insert(0, 'first'))).toBeUndefined();
    const client = doc.clientID;
    const id = (clock: number) => ({ client, clock });
    expect(after(() => text.insert(5, 'x'))).toEqual({ id: id(5), length: 1, origin: id(4), rightOrigin: null });
    expect(after(() => text.insert(0, '\n'))).toEqual({ id: id(6), length: 1, origin: null, rightOrigin: id(0) });
    expect(after(() => text.insert(3, 'ab'))).toEqual({ id: id(7), length: 2, origin: id(1), rightOrigin: id(2) });
    expect(after(() => text.insert(3, 'x'.repeat(100_000)))?.length).toBe(100_000);
    expect(after(() => text.delete(1, 2))).toBeUndefined();
    expect(after(() => text.insert(0, 'é'))).toBeUndefined();
    expect(typedTextOf(new Uint8Array())).toBeUndefined();
});
