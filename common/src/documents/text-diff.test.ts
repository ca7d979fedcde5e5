import { expect, test } from 'vitest';
import { mergeTexts } from './merge-texts.js';
import { applyEdits, diffTexts } from './text-diff.js';

/** A generator of the same numbers for the same seed (mulberry32). */
function randomOf(seed: number): (below: number) => number {
    let state = seed;
    return below => {
        state = (state + 0x6d2b79f5) | 0;
        let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
        mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
        return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
    };
}

const PIECES = [
    'a',
    'b',
    'foo',
    'bar ',
    '\n',
    '\n\n',
    '    ',
    '(x)',
    'é',
    '😀',
    '😁',
    '🀄',
    '{\n',
    '}\n',
    'return x;\n'
];

function scribble(random: (below: number) => number, pieces: number): string {
    return Array.from({ length: pieces }, () => PIECES[random(PIECES.length)]).join('');
}

function changed(text: string, random: (below: number) => number, changes: number): string {
    let points = Array.from(text);
    for (let count = 0; count < changes; count++) {
        const at = random(points.length + 1);
        points = [...points.slice(0, at), scribble(random, random(4)), ...points.slice(at + random(6))];
    }
    return points.join('');
}

test('what a diff says makes one text the other, in order from the end, without cutting a surrogate pair', () => {
    for (let seed = 0; seed < 3000; seed++) {
        const random = randomOf(seed);
        const from = scribble(random, random(300));
        const to = random(10) === 0 ? scribble(random, random(300)) : changed(from, random, random(8));
        const edits = diffTexts(from, to);
        expect(applyEdits(from, edits), `seed ${seed}`).toBe(to);
        let before = Infinity;
        for (const edit of edits) {
            expect(edit.offset + edit.delete, `seed ${seed}`).toBeLessThan(before);
            before = edit.offset;
            for (const piece of [
                from.slice(edit.offset, edit.offset + edit.delete),
                edit.insert,
                from.slice(0, edit.offset)
            ]) {
                expect(piece.isWellFormed(), `seed ${seed}`).toBe(true);
            }
        }
    }
});

test('a diff is the smallest change where that is easy to see', () => {
    expect(diffTexts('same', 'same')).toEqual([]);
    expect(diffTexts('', 'new')).toEqual([{ offset: 0, delete: 0, insert: 'new' }]);
    expect(diffTexts('one two three', 'one 2 three')).toEqual([{ offset: 4, delete: 3, insert: '2' }]);
    expect(diffTexts('😀', '😁')).toEqual([{ offset: 0, delete: 2, insert: '😁' }]);
    const lines = Array.from({ length: 2000 }, (_, index) => `line number ${index}\n`);
    const other = lines.map((line, index) => (index % 500 === 7 ? line.replace('number', 'no.') : line));
    expect(diffTexts(lines.join(''), other.join(''))).toHaveLength(4);
    expect(diffTexts('quick brown fox', 'entirely new!')).toHaveLength(1);
});

test('texts of 5 MB are compared soon, with scattered changes, all lines changed, in one line, or nothing alike', () => {
    const random = randomOf(5);
    const lines = Array.from(
        { length: 100_000 },
        (_, index) => `${index % 7} some line of text with number ${random(1e6)}\n`
    );
    const text = lines.join('');
    const inOneLine = text.replaceAll('\n', ';');
    const cases: [string, string][] = [
        [text, lines.map((line, index) => (index % 50 === 0 ? `${line}new\n` : line)).join('')],
        [text, lines.map(line => `    ${line}`).join('')],
        [text, lines.toReversed().join('')],
        [inOneLine, inOneLine.replaceAll('number 77', 'no 77')],
        ['ab\n'.repeat(1_500_000), 'ba\n'.repeat(1_500_000)]
    ];
    for (const [from, to] of cases) {
        const began = performance.now();
        expect(applyEdits(from, diffTexts(from, to)) === to).toBe(true);
        expect(performance.now() - began).toBeLessThan(5000);
    }
});

const merge = (base: string, mine: string, theirs: string) => applyEdits(theirs, mergeTexts(base, mine, theirs));

test('a merge of three texts holds what both sides did', () => {
    expect(merge('one\ntwo\nthree\n', 'one!\ntwo\nthree\n', 'one\ntwo\n3\n')).toBe('one!\ntwo\n3\n');
    expect(merge('abc', 'abXc', 'aYbc')).toBe('aYbXc');
    // Both inserted at one place.
    expect(merge('ac', 'a12c', 'a34c')).toBe('a3412c');
    // What is mine arrived there already, or as far as it was typed by then.
    expect(merge('ac', 'a12c', 'a12c')).toBe('a12c');
    expect(merge('say: ', 'say: hello world', 'say: hello w')).toBe('say: hello world');
    expect(merge('say: .', 'say: hello.', 'say: hello, all.')).toBe('say: hello, all.');
    // The same insertion is found whatever else was changed around it.
    expect(merge('one\ntwo\n', '// new\none\ntwo\nthree\n', 'one\ntwo\nthree\n')).toBe('// new\none\ntwo\nthree\n');
    // Deletions of the one leave what the other typed there.
    expect(merge('one two three', 'one three', 'one tw0o three').replace('0', '')).toBe('one three');
    expect(merge('one two three', 'one 2 three', 'three')).toContain('2');
    expect(merge('one\n', 'one\n', 'two\n')).toBe('two\n');
    expect(merge('one\n', 'two\n', 'one\n')).toBe('two\n');
});

test('no letter that only one side typed is lost in a merge, and none comes twice', () => {
    for (let seed = 0; seed < 2000; seed++) {
        const random = randomOf(seed);
        const base = scribble(random, random(80));
        const insert = (text: string, mark: string) => {
            const points = Array.from(text);
            for (let count = 0; count < 4; count++) {
                points.splice(random(points.length + 1), random(5), `${mark}${count};`);
            }
            return points.join('');
        };
        const [mine, theirs] = [insert(base, 'MINE'), insert(base, 'THEIRS')];
        const merged = merge(base, mine, theirs);
        for (const [text, mark] of [
            [mine, 'M'],
            [theirs, 'T']
        ] as const) {
            const count = (of: string) => of.split(mark).length;
            expect(count(merged), `seed ${seed}`).toBe(count(text));
        }
        expect(merge(base, mine, base), `seed ${seed}`).toBe(mine);
        expect(merge(base, mine, mine), `seed ${seed}`).toBe(mine);
    }
});
