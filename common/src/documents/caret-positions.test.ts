import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { describeSelections, findSelection, type TextSelection } from './caret-positions.js';

function pair(content: string): { here: Y.Doc; there: Y.Doc } {
    const here = new Y.Doc();
    here.getText('content').insert(0, content);
    const there = new Y.Doc();
    Y.applyUpdate(there, Y.encodeStateAsUpdate(here));
    return { here, there };
}

function sent(doc: Y.Doc, selection: TextSelection) {
    const [description] = describeSelections(doc.getText('content'), [selection]);
    return JSON.parse(JSON.stringify(description)) as { anchor: unknown; head: unknown };
}

test.each([
    { anchor: 0, head: 0 },
    { anchor: 2, head: 5 },
    { anchor: 5, head: 2 },
    { anchor: 0, head: 11 },
    { anchor: 11, head: 11 }
])('DOC-46: carets are found where they are: %j', selection => {
    const { here, there } = pair('hello world');
    expect(findSelection(there.getText('content'), sent(here, selection))).toEqual(selection);
});

test('DOC-46: a selection stays at its text when others type around it', () => {
    const { here, there } = pair('hello world');
    const selection = sent(here, { anchor: 0, head: 5 });
    const text = there.getText('content');
    text.insert(5, '!');
    expect(findSelection(there.getText('content'), selection)).toEqual({ anchor: 0, head: 5 });
    text.insert(0, '¡');
    expect(findSelection(there.getText('content'), selection)).toEqual({ anchor: 1, head: 6 });
    text.delete(0, 4);
    expect(findSelection(there.getText('content'), selection)).toEqual({ anchor: 0, head: 2 });
});

test('DOC-46: a caret goes with what its person types', () => {
    const { here, there } = pair('ab');
    const caret = sent(here, { anchor: 1, head: 1 });
    here.getText('content').insert(1, 'xyz');
    Y.applyUpdate(there, Y.encodeStateAsUpdate(here));
    expect(findSelection(there.getText('content'), caret)).toEqual({ anchor: 4, head: 4 });
});

test('DOC-46: a caret in text that is not here yet, or that is no caret, is nowhere', () => {
    const { here, there } = pair('ab');
    here.getText('content').insert(2, 'new');
    const caret = sent(here, { anchor: 3, head: 4 });
    expect(findSelection(there.getText('content'), caret)).toBeUndefined();
    Y.applyUpdate(there, Y.encodeStateAsUpdate(here));
    expect(findSelection(there.getText('content'), caret)).toEqual({ anchor: 3, head: 4 });
    for (const position of [
        undefined,
        null,
        7,
        'x',
        {},
        { item: 5 },
        { item: { client: 'x', clock: 0 } },
        { item: { client: 1, clock: -1 } },
        { tname: 'other' },
        { type: { client: 1, clock: 0 } }
    ]) {
        expect(findSelection(there.getText('content'), { anchor: position, head: position })).toBeUndefined();
    }
    expect([...there.share.keys()]).toEqual(['content']);
});

test('DOC-46: positions beyond the text are its end', () => {
    const { here, there } = pair('ab');
    expect(findSelection(there.getText('content'), sent(here, { anchor: -3, head: 99 }))).toEqual({
        anchor: 0,
        head: 2
    });
});
