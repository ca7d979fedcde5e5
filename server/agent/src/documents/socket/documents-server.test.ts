import { CONTENT, decodeCarets, encodeClientMessage } from '@longtable/common/documents';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { ManualClock } from '../../testing/manual-clock.js';
import { waitFor } from '../../testing/wait-for.js';
import { contentOf } from '../history.js';
import { DocumentsFixture, type RawClient } from '../testing/documents-fixture.js';

let fixture: DocumentsFixture;

beforeEach(async () => {
    fixture = await DocumentsFixture.start();
    await fixture.write('a.txt', 'one\ntwo\n');
});

afterEach(() => fixture[Symbol.asyncDispose]());

/** A client with the document and a copy of it, whose edits are sent by hand. */
async function join(name: string, role: 'viewer' | 'editor' = 'editor', at = fixture) {
    const client = await at.client(name, role);
    const opened = await client.open('a.txt');
    const doc = new Y.Doc();
    Y.applyUpdateV2(doc, opened.snapshot);
    opened.tail.forEach(update => Y.applyUpdate(doc, update));
    doc.clientID = opened.clientId;
    let sequence = 0;
    const send = (update: Uint8Array) =>
        client.send({ type: 'update', document: opened.document, sequence: ++sequence, update });
    return { client, opened, doc, send, text: doc.getText(CONTENT) };
}

/** The update that a change of a document makes. */
function changed(doc: Y.Doc, change: (text: Y.Text) => void): Uint8Array {
    let made = new Uint8Array();
    const listener = (update: Uint8Array) => (made = update as Uint8Array<ArrayBuffer>);
    doc.on('update', listener);
    doc.transact(() => change(doc.getText(CONTENT)));
    doc.off('update', listener);
    return made;
}

async function expectEnded(client: RawClient, code = 1008): Promise<string> {
    const closed = await client.closed;
    expect(closed.code).toBe(code);
    expect(closed.reason).not.toBe('');
    return closed.reason;
}

test('DOC-20, DOC-44: an edit reaches the others as it was sent, and is acknowledged to its sender alone', async () => {
    const [ada, grace] = [await join('Ada'), await join('Grace')];
    const update = changed(ada.doc, text => text.insert(3, '!'));
    ada.send(update);
    await waitFor('the update', () => grace.client.of('update').length === 1);
    expect(grace.client.of('update')[0]?.update).toEqual(update);
    await waitFor('the acknowledgement', () => ada.client.of('acknowledged').at(-1)?.sequence === 1);
    expect(ada.client.of('update')).toEqual([]);
    expect(grace.client.of('acknowledged')).toEqual([]);
    await waitFor('the file', async () => (await fixture.read('a.txt')) === 'one!\ntwo\n');
});

describe('DOC-44: what was passed on and is not applied yet', () => {
    let clock: ManualClock;
    let halted: DocumentsFixture;

    beforeEach(async () => {
        clock = new ManualClock();
        halted = await DocumentsFixture.start({}, {}, clock);
        await halted.write('a.txt', 'one\n');
    });

    afterEach(() => halted[Symbol.asyncDispose]());

    /** Ada has typed, Grace has got it, and the agent has not gone on since. */
    async function typed() {
        const [ada, grace] = [await join('Ada', 'editor', halted), await join('Grace', 'editor', halted)];
        ada.send(changed(ada.doc, text => text.insert(3, '!')));
        await waitFor('the update', () => grace.client.of('update').length === 1);
        Y.applyUpdate(grace.doc, grace.client.of('update')[0]?.update ?? new Uint8Array());
        expect(ada.client.of('acknowledged')).toEqual([]);
        return { ada, grace };
    }

    const acknowledged = ({ client }: Awaited<ReturnType<typeof join>>) =>
        waitFor('the acknowledgement', () => client.of('acknowledged').at(-1)?.sequence === 1);

    test('is applied a moment later, and acknowledged', async () => {
        const { ada } = await typed();
        clock.advance(1);
        await acknowledged(ada);
    });

    test('is there for who joins', async () => {
        const { ada } = await typed();
        const alan = await join('Alan', 'editor', halted);
        expect(contentOf(alan.doc)).toBe('one!\n');
        await acknowledged(ada);
    });

    test('is there for who opens the document once more, on the same connection', async () => {
        const { grace } = await typed();
        const again = await grace.client.open('a.txt', grace.opened.epoch, Y.encodeStateVector(new Y.Doc()));
        const doc = new Y.Doc();
        again.tail.forEach(update => Y.applyUpdate(doc, update));
        expect(contentOf(doc)).toBe('one!\n');
    });

    test('is there for an edit that builds on it, and for a save', async () => {
        const { ada, grace } = await typed();
        grace.send(changed(grace.doc, text => text.insert(4, '?')));
        await waitFor('the update', () => ada.client.of('update').length === 1);
        const stateVector = Y.encodeStateVector(grace.doc);
        grace.client.send({ type: 'save', request: 50, document: grace.opened.document, stateVector });
        await waitFor('the answer', () => grace.client.of('done').length === 1);
        expect(await halted.read('a.txt')).toBe('one!?\n');
    });

    test('stays when its writer goes', async () => {
        const { ada, grace } = await typed();
        ada.client.socket.terminate();
        await waitFor('the file', async () => (await halted.read('a.txt')) === 'one!\n');
        expect(grace.client.of('update').length).toBe(1);
    });
});

test('DOC-13: who joins later gets what was written before, and who comes back what they lack', async () => {
    const ada = await join('Ada');
    const before = Y.encodeStateVector(ada.doc);
    ada.send(changed(ada.doc, text => text.insert(0, 'zero\n')));
    await waitFor('the acknowledgement', () => ada.client.of('acknowledged').length === 1);
    const grace = await join('Grace');
    expect(grace.text.toJSON()).toBe('zero\none\ntwo\n');
    const again = await grace.client.open('a.txt', grace.opened.epoch, before);
    expect(again.snapshot).toHaveLength(0);
    expect(again.clientId).not.toBe(grace.opened.clientId);
    const elsewhere = await grace.client.open('a.txt', 'another', before);
    expect(elsewhere.snapshot.length).toBeGreaterThan(0);
});

describe('DOC-40: a viewer', () => {
    test('reads, and tells where their caret is', async () => {
        const [vera, ada] = [await join('Vera', 'viewer'), await join('Ada')];
        expect(vera.opened.readOnly).toBe(true);
        vera.client.send({ type: 'caret', document: vera.opened.document, caret: '{"selections":[]}' });
        await waitFor('the caret', () => ada.client.of('carets').length > 0);
        ada.send(changed(ada.doc, text => text.insert(0, 'x')));
        await waitFor('the update', () => vera.client.of('update').length === 1);
    });

    test.each(['update', 'save', 'revert', 'format', 'renamed', 'auto-save', 'co-authors'] as const)(
        'is sent away for %s',
        async type => {
            const [vera, ada] = [await join('Vera', 'viewer'), await join('Ada')];
            const { document } = vera.opened;
            const update = changed(vera.doc, text => text.insert(0, 'x'));
            const message = {
                update: { type: 'update', document, sequence: 1, update },
                save: { type: 'save', request: 9, document, stateVector: Y.encodeStateVector(vera.doc) },
                revert: { type: 'revert', request: 9, document },
                format: { type: 'format', request: 9, document, format: { lineEnd: 'crlf' } },
                renamed: { type: 'renamed', request: 9, from: 'a.txt', to: 'b.txt' },
                'auto-save': { type: 'auto-save', on: false },
                'co-authors': { type: 'co-authors', request: 9 }
            } as const;
            vera.client.send(message[type]);
            await expectEnded(vera.client);
            const before = Y.encodeStateVector(ada.doc);
            expect((await ada.client.open('a.txt', ada.opened.epoch, before)).stateVector).toEqual(before);
            expect(ada.client.of('update')).toEqual([]);
            expect(await fixture.read('a.txt')).toBe('one\ntwo\n');
        }
    );
});

describe('DOC-41, DOC-42: an edit is refused whole', () => {
    const forgeries: Record<string, (own: Y.Doc, other: number) => Uint8Array> = {
        'under the id of somebody else': (doc, other) => {
            doc.clientID = other;
            return changed(doc, text => text.insert(0, 'forged'));
        },
        'under an id that nobody was given': doc => {
            doc.clientID = 4_000_000_000;
            return changed(doc, text => text.insert(0, 'forged'));
        },
        'that is garbage': () => crypto.getRandomValues(new Uint8Array(200)),
        'that claims more text than it holds': doc => {
            const update = changed(doc, text => text.insert(0, 'forged'));
            return update.map((byte, index) => (index === update.length - 8 ? 0x7f : byte));
        },
        'that claims the text of the message after it': doc => {
            const update = changed(doc, text => text.insert(0, 'forged'));
            return update.map((byte, index) => (index === update.length - 8 ? 9 : byte));
        },
        'that ends in the middle': doc => changed(doc, text => text.insert(0, 'forged')).subarray(0, 6),
        'to another text': doc => {
            let made = new Uint8Array();
            doc.on('update', (update: Uint8Array) => (made = update as Uint8Array<ArrayBuffer>));
            doc.getText('other').insert(0, 'forged');
            return made;
        },
        'with a map': doc => {
            let made = new Uint8Array();
            doc.on('update', (update: Uint8Array) => (made = update as Uint8Array<ArrayBuffer>));
            doc.getMap(CONTENT + 's').set('key', 'forged');
            return made;
        },
        'with formatting': doc => changed(doc, text => text.format(0, 2, { bold: true })),
        'with something embedded': doc => changed(doc, text => text.insertEmbed(0, { image: 'forged' })),
        'with an attribute': doc => changed(doc, text => text.setAttribute('key', 'forged')),
        'that builds on what was never sent': doc => {
            changed(doc, text => text.insert(0, 'kept back'));
            return changed(doc, text => text.insert(4, 'forged'));
        },
        'that deletes what was never sent': doc => {
            changed(doc, text => text.insert(0, 'kept back'));
            return changed(doc, text => text.delete(0, 4));
        }
    };

    test.each(Object.keys(forgeries))('%s', async name => {
        const [ada, grace, watcher] = [await join('Ada'), await join('Grace'), await join('Alan')];
        ada.send(forgeries[name]?.(ada.doc, grace.opened.clientId) ?? new Uint8Array());
        // In one piece with the first, as far as the agent can tell.
        ada.send(new Uint8Array(1000).fill(0));
        await expectEnded(ada.client);
        // Nobody else is harmed, and nothing was passed on.
        const update = changed(grace.doc, text => text.insert(0, 'fine'));
        grace.send(update);
        await waitFor('the update', () => watcher.client.of('update').length > 0);
        expect(watcher.client.of('update').map(message => message.update)).toEqual([update]);
        await waitFor('the file', async () => (await fixture.read('a.txt')) === 'fineone\ntwo\n');
    });

    test('but ids of another tab of the same person are their own', async () => {
        const [ada, other] = [await join('Ada'), await join('Ada')];
        const update = changed(ada.doc, text => text.insert(0, 'typed before a reload '));
        ada.client.socket.terminate();
        other.send(update);
        await waitFor('the acknowledgement', () => other.client.of('acknowledged').length === 1);
    });

    test('a message that is none ends the connection, and so does text', async () => {
        const ada = await fixture.client('Ada');
        ada.socket.send(new Uint8Array([99, 1, 2]));
        await expectEnded(ada);
        const grace = await fixture.client('Grace');
        grace.socket.send('open');
        await expectEnded(grace, 1003);
        const alan = await fixture.client('Alan');
        const open = encodeClientMessage({ type: 'close', document: 1 });
        alan.socket.send(new Uint8Array([...open, 0]));
        await expectEnded(alan);
    });
});

describe('DOC-43: limits', () => {
    test('a message of over 16 MiB ends the connection', async () => {
        const ada = await fixture.client('Ada');
        ada.socket.send(new Uint8Array(16 * 1024 * 1024 + 1));
        expect((await ada.closed).code).toBe(1009);
    });

    test('a document of over 20 MiB ends the connection, and is not passed on', async () => {
        const [ada, grace] = [await join('Ada'), await join('Grace')];
        ada.send(changed(ada.doc, text => text.insert(0, 'x'.repeat(15 * 1024 * 1024))));
        await waitFor('the acknowledgement', () => ada.client.of('acknowledged').length === 1);
        ada.send(changed(ada.doc, text => text.insert(0, 'x'.repeat(6 * 1024 * 1024))));
        await expectEnded(ada.client);
        await waitFor('the update', () => grace.client.of('update').length === 1);
    });

    test('more than 2,000 open documents end the connection', async () => {
        await Promise.all(Array.from({ length: 2001 }, (_, index) => fixture.write(`many/${index}.txt`, '')));
        const ada = await fixture.client('Ada');
        for (let index = 0; index < 2001; index++) {
            ada.send({
                type: 'open',
                request: 10 + index,
                path: `many/${index}.txt`,
                epoch: undefined,
                stateVector: undefined
            });
        }
        await expectEnded(ada);
    });
});

test('DOC-45: who does not read gets the difference when they read again, also of what the agent wrote', async () => {
    const [ada, slow] = [await join('Ada'), await join('Grace')];
    slow.client.socket.pause();
    let sent = 0;
    for (let round = 0; round < 100; round++) {
        const update = changed(ada.doc, text => {
            text.insert(0, `${String(round)}${'x'.repeat(80_000)}\n`);
            if (round % 2 === 1) {
                text.delete(80_004, 80_000);
            }
        });
        sent += update.length;
        ada.send(update);
        await waitFor('the acknowledgement', () => ada.client.of('acknowledged').at(-1)?.sequence === round + 1);
    }
    await waitFor('the file', async () => (await fixture.read('a.txt')) === ada.text.toJSON());
    await fixture.write('a.txt', `${ada.text.toJSON()}written outside\n`);
    await waitFor('the change', () => ada.client.of('update').length > 0);
    ada.client.of('update').forEach(({ update }) => Y.applyUpdate(ada.doc, update));
    slow.client.socket.resume();
    await waitFor('the same text', () => {
        for (const message of slow.client.received.splice(0)) {
            if (message.type === 'update') {
                Y.applyUpdate(slow.doc, message.update);
            }
        }
        return slow.text.toJSON() === ada.text.toJSON();
    });
    expect(sent).toBeGreaterThan(8_000_000);
    expect(slow.text.toJSON()).toMatch(/written outside\n$/);
});

describe('DOC-46: carets', () => {
    const caret = JSON.stringify({
        selections: [{ anchor: { tname: 'content', assoc: 0 }, head: { tname: 'content' } }]
    });
    const seenBy = (client: RawClient) => client.of('carets').flatMap(({ update }) => decodeCarets(update));

    test('carry the person whom the hub vouched for, and leave with the connection', async () => {
        const [ada, grace] = [await join('Ada'), await join('Grace')];
        ada.client.send({ type: 'caret', document: ada.opened.document, caret });
        await waitFor('the caret', () => seenBy(grace.client).length > 0);
        expect(seenBy(grace.client)).toMatchObject([
            { clientId: ada.opened.clientId, state: { person: { userId: 'ada', name: 'Ada', role: 'editor' } } }
        ]);
        const late = await join('Alan');
        await waitFor('the caret', () => seenBy(late.client).length > 0);
        ada.client.socket.terminate();
        await waitFor('the end', () => seenBy(grace.client).at(-1)?.state === undefined, 2000);
        expect(seenBy(grace.client).at(-1)?.clientId).toBe(ada.opened.clientId);
    });

    test.each([
        ['that name a person', JSON.stringify({ selections: [], person: { userId: 'grace', name: 'Grace' } })],
        ['that name an id', JSON.stringify({ selections: [], clientId: 7 })],
        ['with a position that is none', JSON.stringify({ selections: [{ anchor: 'x', head: {} }] })],
        ['that are no JSON', '{'],
        ['that are too long', JSON.stringify({ selections: [], tab: 'x'.repeat(70_000) })]
    ])('%s end the connection', async (_, forged) => {
        const [ada, grace] = [await join('Ada'), await join('Grace')];
        ada.client.send({ type: 'caret', document: ada.opened.document, caret: forged });
        await expectEnded(ada.client);
        expect(seenBy(grace.client)).toEqual([]);
    });

    test('are told at most 30 times a second', async () => {
        const [ada, grace] = [await join('Ada'), await join('Grace')];
        const began = performance.now();
        for (let round = 0; round < 60; round++) {
            ada.client.send({
                type: 'caret',
                document: ada.opened.document,
                caret: JSON.stringify({ selections: [], view: [round, round] })
            });
            await new Promise(resolve => setTimeout(resolve, 5));
        }
        await waitFor('the last', () => seenBy(grace.client).at(-1)?.state?.view?.[0] === 59);
        const seconds = (performance.now() - began) / 1000;
        expect(grace.client.of('carets').length).toBeLessThanOrEqual(Math.ceil(seconds * 30) + 1);
    });
});

test('DOC-47: updates of one turn of the event loop go out together, each once, and not to their sender', async () => {
    const [ada, grace, alan] = [await join('Ada'), await join('Grace'), await join('Alan')];
    const updates = Array.from({ length: 200 }, (_, index) => changed(ada.doc, text => text.insert(0, `${index} `)));
    updates.forEach(update => ada.send(update));
    const hers = changed(grace.doc, text => text.insert(0, 'Grace'));
    grace.send(hers);
    await waitFor('all', () => alan.client.of('update').length === 201 && grace.client.of('update').length === 200);
    expect(ada.client.of('update').map(({ update }) => update)).toEqual([hers]);
    expect(grace.client.of('update').map(({ update }) => update)).toEqual(updates);
    await waitFor('the acknowledgement', () => ada.client.of('acknowledged').at(-1)?.sequence === 200);
    expect(ada.client.of('acknowledged').length).toBeLessThan(200);
});

test('a tab that does not answer any more is gone', async () => {
    await using impatient = await DocumentsFixture.start({ pingInterval: 50 });
    await impatient.write('a.txt', '');
    const ada = await impatient.client('Ada', 'editor', { autoPong: false });
    await ada.open('a.txt');
    expect((await ada.closed).code).toBe(1006);
});

test('a file that cannot be opened is refused with a sentence, and the connection goes on', async () => {
    const ada = await fixture.client('Ada');
    for (const path of ['missing.txt', '../outside.txt', '']) {
        await expect(ada.open(path)).rejects.toThrow(/Not opened: .*"code":"not-(found|shareable)"/);
    }
    await ada.open('a.txt');
});

test('a document that is closed tells nothing more, and can be opened again', async () => {
    const [ada, grace] = [await join('Ada'), await join('Grace')];
    grace.client.send({ type: 'close', document: grace.opened.document });
    ada.send(changed(ada.doc, text => text.insert(0, 'x')));
    await waitFor('the acknowledgement', () => ada.client.of('acknowledged').length === 1);
    const again = await grace.client.open('a.txt');
    expect(grace.client.of('update')).toEqual([]);
    expect(again.epoch).toBe(grace.opened.epoch);
});
