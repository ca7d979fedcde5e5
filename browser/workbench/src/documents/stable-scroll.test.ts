import { expect, test } from 'vitest';
import { keepScroll, shiftOfLine, type LineEdit } from './stable-scroll';

const edit = (start: [number, number], end: [number, number], text: string): LineEdit => ({
    range: { startLineNumber: start[0], startColumn: start[1], endLineNumber: end[0], endColumn: end[1] },
    text
});

test.each([
    ['lines inserted above', edit([1, 1], [1, 1], 'a\nb\n'), 2],
    ['lines inserted right before it', edit([10, 1], [10, 1], 'a\n'), 1],
    ['lines deleted above', edit([2, 1], [5, 1], ''), -3],
    ['a line above changed', edit([2, 3], [2, 5], 'x'), 0],
    ['an edit below', edit([11, 1], [12, 1], 'a\nb\nc\n'), 0],
    ['an edit in the line', edit([10, 4], [10, 4], 'a\n'), 0],
    ['the line itself deleted with those above', edit([8, 1], [11, 1], ''), undefined]
])('line 10 moves with %s', (_, change, shift) => {
    expect(shiftOfLine(10, [change])).toBe(shift);
    expect(shiftOfLine(10, [edit([20, 1], [20, 1], '\n'), change, edit([1, 1], [1, 2], '')])).toBe(shift);
});

test('an editor goes on showing what it showed, to the pixel', () => {
    let top = 187;
    let inserted = 0;
    const editor = {
        getScrollTop: () => top,
        setScrollTop: (to: number) => (top = to),
        getTopForLineNumber: (line: number) => (line - 1) * 20,
        getVisibleRanges: () => [{ startLineNumber: 10 }]
    };
    const restore = keepScroll([editor], [edit([1, 1], [1, 1], 'a\nb\n')]);
    inserted += 2;
    restore();
    expect(top).toBe(187 + inserted * 20);
    keepScroll([editor], [edit([30, 1], [30, 1], 'a\nb\n')])();
    expect(top).toBe(227);
});
