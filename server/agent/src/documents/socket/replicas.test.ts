import {
    DocumentRefusal,
    type DocumentsConnection,
    type Replica,
    type UnacknowledgedText
} from '@longtable/common/documents';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import { waitFor } from '../../testing/wait-for.js';
import { DocumentsFixture } from '../testing/documents-fixture.js';

let fixture: DocumentsFixture;

beforeEach(async () => {
    fixture = await DocumentsFixture.start();
    await fixture.write('a.txt', 'one\ntwo\n');
});

afterEach(() => {
    vi.restoreAllMocks();
    return fixture[Symbol.asyncDispose]();
});

const textOf = (replica: Replica) => replica.text.toJSON();

async function open(name: string, role: 'viewer' | 'editor' = 'editor') {
    const connection = await fixture.connection(name, role);
    return { connection, replica: await connection.open('a.txt') };
}

async function expectSame(...replicas: readonly Replica[]): Promise<string> {
    await waitFor('the same text', () => new Set(replicas.map(textOf)).size === 1);
    return replicas.map(textOf)[0] ?? '';
}

/** As kept by a page that is loaded anew. */
const kept = (connection: DocumentsConnection) =>
    JSON.parse(JSON.stringify(connection.unacknowledged())) as UnacknowledgedText[];

test('DOC-1: a file is one replica in a tab, by whatever path and however often it is opened', async () => {
    const { connection, replica } = await open('Ada');
    const again = await Promise.all([
        connection.open('a.txt'),
        connection.open('./a.txt'),
        connection.open('x/../a.txt')
    ]);
    expect(new Set([replica, ...again]).size).toBe(1);
    expect(connection.openReplicas).toEqual([replica]);
    again.forEach(other => other.dispose());
    const { replica: hers } = await open('Grace');
    hers.text.insert(0, 'zero\n');
    await expectSame(replica, hers);
    replica.dispose();
    expect(connection.openReplicas).toEqual([]);
});

test('DOC-11: typing goes on while the connection is cut, and nothing is doubled or lost afterwards', async () => {
    const [ada, grace] = [await open('Ada'), await open('Grace')];
    const acknowledged: boolean[] = [];
    ada.replica.onDidChangeAcknowledged(() => acknowledged.push(ada.replica.acknowledged));
    const connected: boolean[] = [];
    ada.connection.onDidChangeConnected(now => connected.push(now));
    for (let round = 0; round < 5; round++) {
        ada.replica.text.insert(0, `a${round} `);
        fixture.cut();
        ada.replica.text.insert(0, `b${round} `);
        grace.replica.text.insert(grace.replica.text.length, `c${round} `);
        await waitFor('both', () => ada.replica.acknowledged && grace.replica.acknowledged && ada.replica.live);
    }
    const text = await expectSame(ada.replica, grace.replica);
    for (let round = 0; round < 5; round++) {
        for (const token of [`a${round} `, `b${round} `, `c${round} `]) {
            expect(text.split(token), token).toHaveLength(2);
        }
    }
    expect(acknowledged.at(-1)).toBe(true);
    expect(connected.slice(0, 2)).toEqual([false, true]);
    await ada.replica.save();
    expect(await fixture.read('a.txt')).toBe(text);
});

test('DOC-36: a replica that comes back is not left behind for one that is opened by the new path of its file', async () => {
    const [ada, grace] = [await open('Ada'), await open('Grace')];
    fixture.cut();
    ada.replica.text.insert(0, 'typed ');
    await fixture.move('a.txt', 'b.txt');
    const again = await ada.connection.open('b.txt');
    expect(again).toBe(ada.replica);
    expect(ada.connection.openReplicas).toEqual([again]);
    await waitFor('the text', () => textOf(grace.replica) === 'typed one\ntwo\n' && ada.replica.acknowledged);
    expect(ada.replica.metadata.path).toBe('b.txt');
});

/** A replica in which something was typed, and a newer one of its file that has its document by the time it comes back. */
async function comeBackLate() {
    const { connection, replica } = await open('Ada');
    const told = vi.spyOn(console, 'error').mockReturnValue();
    const openDocument = fixture.documents.open.bind(fixture.documents);
    const newer = Promise.withResolvers<undefined>();
    const opening = vi.spyOn(fixture.documents, 'open').mockRejectedValueOnce(new Error('too busy'));
    opening.mockImplementation(async path => {
        await (path === 'a.txt' ? newer.promise : undefined);
        return openDocument(path);
    });
    fixture.cut();
    replica.text.insert(0, 'typed ');
    const again = await connection.open('./a.txt');
    expect(again).not.toBe(replica);
    expect(told).toHaveBeenCalledTimes(1);
    newer.resolve(undefined);
    return { connection, replica, again };
}

test('DOC-36: a replica that comes back too late gives what was typed to the one that has its document', async () => {
    const { connection, replica, again } = await comeBackLate();
    await waitFor('its end', () => replica.ended !== undefined && replica.acknowledged);
    expect(replica.ended?.message).toContain('This file is a.txt now, and open in another editor.');
    await waitFor('the acknowledgement', () => again.acknowledged);
    expect(textOf((await open('Grace')).replica)).toBe('typed one\ntwo\n');
    expect(textOf(again)).toBe('typed one\ntwo\n');
    expect(connection.unacknowledged()).toEqual([]);
    replica.dispose();
    expect(connection.openReplicas).toEqual([again]);
});

test('DOC-36: text that cannot go to the other replica is told of and kept, also without its editor', async () => {
    const { connection, replica, again } = await comeBackLate();
    const forbidden = new DocumentRefusal('forbidden', 'You may only read.');
    vi.spyOn(connection, 'bringBack').mockRejectedValueOnce(forbidden);
    const endings: string[] = [];
    replica.onDidEnd(({ message }) => endings.push(message));
    await waitFor('what became of it', () => endings.length === 2);
    expect(endings[0]).toContain('What you typed here goes there');
    expect(endings[1]).toContain('could not be brought into a.txt: You may only read. It is kept');
    replica.dispose();
    expect(connection.unacknowledged()).toMatchObject([{ path: 'a.txt', mine: 'typed one\ntwo\n' }]);
    expect(textOf(again)).toBe('one\ntwo\n');
});

test('DOC-12: what was typed before the page was loaded anew is brought back once', async () => {
    const [ada, grace] = [await open('Ada'), await open('Grace')];
    fixture.cut();
    ada.replica.text.insert(4, 'between\n');
    ada.replica.text.delete(0, 1);
    const [text] = kept(ada.connection);
    if (text === undefined) {
        throw new Error('Nothing was kept.');
    }
    expect(text).toMatchObject({ path: 'a.txt', base: 'one\ntwo\n', mine: 'ne\nbetween\ntwo\n' });
    ada.connection.dispose();
    const again = await fixture.connection('Ada');
    expect(await again.bringBack(text)).toBe('merged');
    await waitFor('the text', () => textOf(grace.replica) === 'ne\nbetween\ntwo\n');
    expect(await again.bringBack(text)).toBe('nothing');
    await waitFor('no replica', () => again.openReplicas.length === 0);
    expect(textOf(grace.replica)).toBe('ne\nbetween\ntwo\n');
});

test('DOC-12: text of a history that is over is placed on the one of now, and what arrived of it is not doubled', async () => {
    await using another = await DocumentsFixture.start({}, { linger: 0 });
    await another.write('a.txt', 'one\ntwo\n');
    const ada = await another.connection('Ada');
    const replica = await ada.open('a.txt');
    const before = replica.epoch;
    replica.text.insert(0, 'arrived ');
    await waitFor('the acknowledgement', () => replica.acknowledged);
    // As if the acknowledgement had been lost with the connection.
    const update = kept(ada);
    expect(update).toEqual([]);
    replica.text.insert(0, 'first ');
    const [text] = kept(ada) as [UnacknowledgedText];
    await waitFor('the acknowledgement', () => replica.acknowledged);
    ada.dispose();
    await waitFor('the file', async () => (await another.read('a.txt')) === 'first arrived one\ntwo\n');
    const again = await another.connection('Ada');
    await waitFor('another epoch', async () => {
        const other = await again.open('a.txt');
        const { epoch } = other;
        other.dispose();
        return epoch !== before;
    });
    expect(await again.bringBack(text)).toBe('nothing');
    const now = await again.open('a.txt');
    expect(textOf(now)).toBe('first arrived one\ntwo\n');
});

test('DOC-12: what is brought back deletes nothing that an agent has passed on and lost', async () => {
    const [ada, grace] = [await open('Ada'), await open('Grace')];
    fixture.cut();
    grace.replica.text.insert(0, 'lost ');
    const [theirs] = kept(grace.connection) as [UnacknowledgedText];
    Y.applyUpdate(ada.replica.doc, Buffer.from(theirs.updates, 'base64'), ada.replica);
    ada.replica.text.delete(0, 'lost one\n'.length);
    const [mine] = kept(ada.connection) as [UnacknowledgedText];
    [ada, grace].forEach(({ connection }) => connection.dispose());
    const [adas, graces] = [await open('Ada'), await open('Grace')];
    expect(await adas.connection.bringBack(mine)).toBe('merged');
    expect(textOf(adas.replica)).toBe('two\n');
    expect(await graces.connection.bringBack(theirs)).toBe('merged');
    await waitFor('the text', () => textOf(adas.replica).includes('lost '));
    expect(await expectSame(adas.replica, graces.replica)).toBe('lost two\n');
});

test('DOC-40: a viewer reads and cannot save', async () => {
    const [ada, vera] = [await open('Ada'), await open('Vera', 'viewer')];
    expect([ada.replica.readOnly, vera.replica.readOnly]).toEqual([false, true]);
    await expect(vera.replica.save()).rejects.toMatchObject({ name: 'DocumentRefusal', code: 'forbidden' });
    ada.replica.text.insert(0, 'x');
    await expectSame(ada.replica, vera.replica);
});

test('DOC-46: carets are those of the others, and leave with them', async () => {
    const [ada, grace] = [await open('Ada'), await open('Grace')];
    ada.replica.setCaret({ selections: [], view: [0, 1] });
    ada.replica.setCaret({ selections: [], view: [0, 9] });
    await waitFor('the caret', () => [...grace.replica.carets.values()].some(({ view }) => view?.[1] === 9));
    expect([...grace.replica.carets.values()]).toMatchObject([
        { person: { name: 'Ada' }, clientId: ada.replica.doc.clientID }
    ]);
    expect(ada.replica.carets.size).toBe(0);
    fixture.cut();
    expect(grace.replica.carets.size).toBeLessThanOrEqual(1);
    await waitFor('the caret again', () => ada.replica.live && [...grace.replica.carets.values()][0]?.view?.[1] === 9);
    ada.connection.dispose();
    await waitFor('nobody', () => grace.replica.carets.size === 0, 2000);
});

test('a violation is answered with a fresh copy, waits longer each time, and loses no text', async () => {
    const [ada, grace] = [await open('Ada'), await open('Grace')];
    let replaced = 0;
    ada.replica.onDidReplace(() => replaced++);
    // An id that the agent has not given out, as if a kill had made it forget.
    ada.replica.doc.clientID = 4_000_000_000;
    ada.replica.text.insert(0, 'kept ');
    await waitFor('the text', () => textOf(grace.replica) === 'kept one\ntwo\n');
    expect(replaced).toBe(1);
    expect(await expectSame(ada.replica, grace.replica)).toBe('kept one\ntwo\n');
});

test('a file that cannot be shared is refused with a code and a sentence', async () => {
    const connection = await fixture.connection('Ada');
    await expect(connection.open('missing.txt')).rejects.toMatchObject({ name: 'DocumentRefusal', code: 'not-found' });
    await fixture.write('binary', new Uint8Array([0, 1, 2, 0, 255]));
    await expect(connection.open('binary')).rejects.toMatchObject({ code: 'not-shareable' });
    expect(connection.openReplicas).toEqual([]);
    await fixture.write('missing.txt', 'there\n');
    expect(textOf(await connection.open('missing.txt'))).toBe('there\n');
});

test('what is typed without auto-save waits for a save', async () => {
    const { connection, replica } = await open('Ada');
    connection.setAutoSave(false);
    replica.text.insert(0, 'x');
    await waitFor('dirty', () => replica.metadata.dirty && replica.acknowledged);
    await new Promise(resolve => setTimeout(resolve, 800));
    expect(await fixture.read('a.txt')).toBe('one\ntwo\n');
    await replica.save();
    expect(await fixture.read('a.txt')).toBe('xone\ntwo\n');
    await waitFor('clean', () => !replica.metadata.dirty);
});
