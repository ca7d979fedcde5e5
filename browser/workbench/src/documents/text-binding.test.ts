import { afterEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { Selection } from '@theia/monaco-editor-core/esm/vs/editor/common/core/selection';
import { LiveUndo } from './live-undo';
import { createTextModel } from './test-text-model';
import { TextBinding } from './text-binding';
import { makeLive } from './theia-text-model-override';

/** Two people with an editor each, whose documents are connected by hand. */
function table(start: string) {
    const first = new Y.Doc();
    first.getText('content').insert(0, start);
    const second = new Y.Doc();
    Y.applyUpdate(second, Y.encodeStateAsUpdate(first));
    return [editor(first), editor(second)] as const;
}

const editors: { dispose(): void }[] = [];
afterEach(() => editors.splice(0).forEach(each => each.dispose()));

function editor(doc: Y.Doc, readOnly = false) {
    const text = doc.getText('content');
    const { model, undoRedo } = createTextModel(text.toJSON());
    const healed: string[] = [];
    const binding = new TextBinding(model, text, {
        isReadOnly: () => readOnly,
        onHealed: problem => healed.push(problem)
    });
    const reference = LiveUndo.acquire(text, binding);
    const undo = reference.object;
    const lineEnds: string[] = [];
    const live = makeLive(model, () => ({
        readOnly,
        binding,
        undo,
        changeLineEnd: lineEnd => lineEnds.push(lineEnd)
    }));
    const dispose = () => [reference, binding, live, model].forEach(each => each.dispose());
    editors.push({ dispose });
    /** Types as Monaco does, in the place of what is found. */
    const replace = (found: string, by: string, own = true) => {
        const offset = found === '' ? model.getValueLength() : model.getValue().indexOf(found);
        const [start, end] = [model.getPositionAt(offset), model.getPositionAt(offset + found.length)];
        const range = Selection.fromPositions(start, end);
        model.pushEditOperations(own ? [range] : [], [{ range, text: by }], inverse =>
            inverse.map(edit => Selection.fromPositions(edit.range.getEndPosition()))
        );
    };
    return { doc, text, model, undoRedo, binding, undo, healed, lineEnds, replace, dispose };
}

type Editor = ReturnType<typeof editor>;

function meet(...all: readonly Editor[]): void {
    for (const from of all) {
        for (const to of all) {
            Y.applyUpdate(to.doc, Y.encodeStateAsUpdate(from.doc, Y.encodeStateVector(to.doc)), 'network');
        }
    }
}

function expectAgreed(text: string, ...all: readonly Editor[]): void {
    for (const each of all) {
        expect(each.text.toJSON()).toBe(text);
        expect(each.model.getValue()).toBe(text);
        expect(each.healed).toEqual([]);
    }
}

describe('an editor and its document', () => {
    test('what one types, the other has', () => {
        const [ada, ben] = table('one\ntwo\n');
        ada.replace('one', 'eins');
        ben.replace('two', 'zwei');
        expect(ada.text.toJSON()).toBe('eins\ntwo\n');
        meet(ada, ben);
        expectAgreed('eins\nzwei\n', ada, ben);
    });

    test('several places in one transaction land where they belong', () => {
        const [ada, ben] = table('one two three four');
        ben.doc.transact(() => {
            ben.text.insert(0, '//');
            ben.text.insert(6, '//');
            ben.text.delete(12, 4);
        });
        meet(ada, ben);
        expectAgreed('//one //two e four', ada, ben);
    });

    test('several carets of one person are one transaction', () => {
        const [ada, ben] = table('a\nb\nc\n');
        let transactions = 0;
        ada.doc.on('update', () => transactions++);
        ada.model.pushEditOperations(
            [],
            [1, 2, 3].map(line => ({ range: new Selection(line, 1, line, 2), text: 'xy' })),
            null
        );
        expect(transactions).toBe(1);
        meet(ada, ben);
        expectAgreed('xy\nxy\nxy\n', ada, ben);
    });

    test('a text that is replaced whole changes where it differs only', () => {
        const [ada, ben] = table('function f() {\nreturn 1\n}\n');
        const mark = Y.createRelativePositionFromTypeIndex(ben.text, ben.text.toJSON().indexOf('1'));
        ada.replace(ada.model.getValue(), 'function f() {\n    return 1;\n}\n');
        ada.model.setValue('function f() {\r\n    return 1;\r\n}\r\n// end\r\n');
        meet(ada, ben);
        expectAgreed('function f() {\n    return 1;\n}\n// end\n', ada, ben);
        expect(Y.createAbsolutePositionFromRelativePosition(mark, ben.doc)?.index).toBe(ben.text.toJSON().indexOf('1'));
    });

    test('characters of two units are never cut in half', () => {
        const [ada, ben] = table('x 😀 y');
        ada.replace('😀 y', '😁 z');
        ada.model.setValue('x 😂 z');
        meet(ada, ben);
        expectAgreed('x 😂 z', ada, ben);
    });

    test('a text that begins with what looks like a byte order mark keeps it', () => {
        const [ada, ben] = table('\uFEFFone');
        ben.replace('one', 'two');
        meet(ada, ben);
        expectAgreed('\uFEFFtwo', ada, ben);
    });

    test('pasted line ends become those of the document', () => {
        const [ada, ben] = table('one\n');
        ada.replace('one', 'a\r\nb\rc');
        meet(ada, ben);
        expectAgreed('a\nb\nc\n', ada, ben);
    });

    test('a change of the line end goes to the document, never into the text', () => {
        const [ada, ben] = table('one\ntwo\n');
        const setEndOfLine = ada.model as unknown as Record<'pushEOL' | 'setEOL', (endOfLine: number) => void>;
        setEndOfLine.pushEOL(1);
        setEndOfLine.setEOL(0);
        expect(ada.lineEnds).toEqual(['crlf', 'lf']);
        meet(ada, ben);
        expectAgreed('one\ntwo\n', ada, ben);
    });

    test('an edit that a listener makes in answer to one from elsewhere is not lost', () => {
        const [ada, ben] = table('<b></b>');
        let answered = false;
        ada.model.onDidChangeContent(() => {
            if (!answered) {
                answered = true;
                ada.replace('</b>', '</i>');
            }
        });
        ben.replace('<b>', '<i>');
        meet(ada, ben);
        meet(ada, ben);
        expectAgreed('<i></i>', ada, ben);
    });

    test('a model that differs is made that of the document, and told', () => {
        const [ada] = table('one two');
        (ada.model as unknown as { _eventEmitter: { fire(): void } })._eventEmitter.fire = () => undefined;
        ada.model.applyEdits([{ range: new Selection(1, 1, 1, 4), text: 'lost' }]);
        expect(ada.model.getValue()).toBe('lost two');
        ada.binding.check();
        expect(ada.model.getValue()).toBe('one two');
        expect(ada.healed).toHaveLength(1);
    });

    test('what a viewer’s editor changes is taken back', async () => {
        const doc = new Y.Doc();
        doc.getText('content').insert(0, 'one');
        const viewer = editor(doc, true);
        viewer.replace('one', 'two');
        await Promise.resolve();
        expectAgreed('one', viewer);
        void viewer.model.undo();
        expectAgreed('one', viewer);
    });
});

describe('undo', () => {
    test('takes back one’s own edits only, also where others typed over them', () => {
        const [ada, ben] = table('line\n');
        ada.replace('line', 'line of Ada');
        meet(ada, ben);
        ben.replace('Ada', 'Ada and Ben');
        meet(ada, ben);
        void ada.model.undo();
        meet(ada, ben);
        expectAgreed('line and Ben\n', ada, ben);
        expect(ada.model.canUndo()).toBe(false);
        void ada.model.redo();
        meet(ada, ben);
        expectAgreed('line of Ada and Ben\n', ada, ben);
        void ben.model.undo();
        meet(ada, ben);
        expectAgreed('line of Ada\n', ada, ben);
    });

    test('goes by the steps that Monaco makes, however fast or slow they come', () => {
        const [ada] = table('');
        for (const word of ['one', ' two', ' three']) {
            for (const letter of word) {
                ada.replace('', letter);
            }
            ada.model.pushStackElement();
        }
        void ada.model.undo();
        expectAgreed('one two', ada);
        void ada.model.undo();
        expectAgreed('one', ada);
        void ada.model.redo();
        expectAgreed('one two', ada);
        ada.replace('', '!');
        expect(ada.model.canRedo()).toBe(false);
        ada.model.popStackElement();
        ada.replace('', '!');
        void ada.model.undo();
        expectAgreed('one two', ada);
    });

    test('tells where the carets were, in the text as it is now', () => {
        const [ada, ben] = table('alpha beta\n');
        ada.replace('beta', 'gamma');
        ben.model.setValue('first\nalpha beta\n');
        meet(ada, ben);
        const selections: (string | undefined)[] = [];
        const inside = ada.model as unknown as {
            onDidChangeContentOrInjectedText(listener: (event: unknown) => void): void;
            _eventEmitter: {
                fastEvent(
                    listener: (event: { rawContentChangedEvent: { resultingSelection?: Selection[] } }) => void
                ): void;
            };
        };
        inside._eventEmitter.fastEvent(({ rawContentChangedEvent: { resultingSelection } }) =>
            selections.push(resultingSelection?.map(String).join())
        );
        void ada.model.undo();
        void ada.model.redo();
        expect(selections).toEqual(['[2,7 -> 2,11]', '[2,12 -> 2,12]']);
    });

    test('tells listeners that it is one, and leaves nothing on Monaco’s own stack', () => {
        const [ada, ben] = table('one');
        const kinds: string[] = [];
        ada.model.onDidChangeContent(event => kinds.push(event.isUndoing ? 'undo' : event.isRedoing ? 'redo' : 'edit'));
        ada.replace('one', 'two');
        ben.replace('', ' three');
        meet(ada, ben);
        void ada.model.undo();
        void ada.model.redo();
        expect(kinds).toEqual(['edit', 'edit', 'undo', 'redo']);
        expect(ada.undoRedo.getElements(ada.model.uri)).toEqual({ past: [], future: [] });
    });
});

test('an editor that takes the place of another can undo what was typed in that', () => {
    const doc = new Y.Doc();
    const before = editor(doc);
    before.replace('', 'typed');
    const after = editor(doc);
    before.dispose();
    void after.model.undo();
    expectAgreed('', after);
    after.dispose();
    const later = editor(doc);
    expect(later.model.canRedo()).toBe(false);
});

describe('two editors at random', () => {
    test.each(Array.from({ length: 40 }, (_, index) => index + 1))('seed %i: agree whatever they do', seed => {
        let state = seed * 7919;
        const random = (below: number) => (state = (state * 16807) % 2147483647) % below;
        const pieces = ['a', '\n', 'word ', '    indented\n', '😀', 'ä', '\r\n', '}', '\t'];
        const pair = table(
            Array.from({ length: 30 }, () => pieces[random(pieces.length)])
                .join('')
                .replace(/\r/g, '')
        );
        for (let round = 0; round < 120; round++) {
            const { model } = pair[random(2) as 0 | 1];
            const offset = random(model.getValueLength() + 1);
            const range = Selection.fromPositions(
                model.getPositionAt(offset),
                model.getPositionAt(Math.min(offset + random(12), model.getValueLength()))
            );
            switch (random(8)) {
                case 0:
                    void model.undo();
                    break;
                case 1:
                    void model.redo();
                    break;
                case 2:
                    model.pushStackElement();
                    break;
                case 3:
                    model.setValue(model.getValue().replaceAll('word', 'words').replaceAll('😀', '😁'));
                    break;
                case 4:
                    meet(...pair);
                    break;
                default:
                    model.pushEditOperations(
                        [range],
                        [{ range, text: Array.from({ length: random(4) }, () => pieces[random(9)]).join('') }],
                        null
                    );
            }
        }
        meet(...pair);
        const agreed = pair[0].text.toJSON();
        expect(agreed).not.toContain('\uFFFD');
        expectAgreed(agreed, ...pair);
        pair.forEach(each => each.binding.check());
        expectAgreed(agreed, ...pair);
    });
});
