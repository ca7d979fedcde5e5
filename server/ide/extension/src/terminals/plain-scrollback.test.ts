import { expect, test } from 'vitest';
import { endOf, plainScrollback } from './plain-scrollback';

test('text, colours and the editing of a line are left as they were', () => {
    const output =
        '\x1b[1;32mada@table\x1b[0m:\x1b[34m~/src\x1b[0m$ lx\b\x1b[Ks\r\na.ts\tb.ts é 🌳\r\n\x1b[38:5:12mblue\x1b[m';
    expect(plainScrollback(output)).toBe(output);
});

test.each([
    ['questions for its kind', 'a\x1b[cb\x1b[>0cc\x1b[=cd', 'abcd'],
    ['questions for its state', 'a\x1b[6nb\x1b[?6nc\x1b[5n\x1bZ', 'abc'],
    ['questions for colours', 'a\x1b]10;?\x07b\x1b]4;1;?\x1b\\c', 'abc'],
    ['the clipboard', 'a\x1b]52;c;cm0gLXJm\x07b', 'ab'],
    ['titles', '\x1b]0;me@here: ~\x07$ ', '$ '],
    ['settings of keys', 'a\x1b[>4;2mb\x1b[?1hc\x1b=d\x1b[?2004he', 'abcde'],
    ['the mouse', '\x1b[?1000h\x1b[?1006ha', 'a'],
    ['device strings', 'a\x1bP$qm\x1b\\b\x1b_Gq\x1b\\c', 'abc'],
    ['the answerback and the bell', 'a\x05b\x07c', 'abc'],
    ['other sets of characters', '\x1b(0lqk\x1b(B\x0e', 'lqk'],
    ['eight-bit controls', 'a\x9b6nb\x9d0;x\x9cc', 'a6nb0;xc'],
    ['a reset', 'a\x1bcb\x1b[!pc', 'abc'],
    ['what an editor showed', '$ vi\r\n\x1b[?1049h\x1b[2J~\r\n~\x1b[?1049l$ ', '$ vi\r\n$ '],
    ['an editor that is still open', '$ vi\r\n\x1b[?1049h\x1b[2J~\r\n~', '$ vi\r\n'],
    ['sequences that were cut', 'a\x1b[3', 'a3'],
    ['an escape at the end', 'a\x1b', 'a']
])('nothing is left of %s', (_, output, left) => {
    expect(plainScrollback(output)).toBe(left);
});

test('leaving something out makes nothing new of what is around it', () => {
    for (const output of ['\x1b\x1b[6n[6n', '\x1b\x1b]0;x\x07[c', '\x1b[\x1b[c6n', '\x1b\x07[6n', '\x1b[\x056n']) {
        // eslint-disable-next-line no-control-regex
        expect(plainScrollback(output)).not.toMatch(/\x1b/);
    }
});

test('the end of an output begins with a line', () => {
    expect(endOf('one\r\ntwo\r\nthree', 9)).toBe('three');
    expect(endOf('one', 9)).toBe('one');
});
