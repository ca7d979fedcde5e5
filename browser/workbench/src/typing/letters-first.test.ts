import { expect, test } from 'vitest';
import { type Key, LettersFirst } from './letters-first';

function lettersFirst() {
    const done: string[] = [];
    let draw: (() => void) | undefined;
    const letters = new LettersFirst(act => {
        draw = act;
        return { dispose: () => (draw = undefined) };
    });
    return { letters, done, run: (name: string) => letters.run(() => done.push(name)), draw: () => draw?.() };
}

function keyOf(key: string, held: Partial<Key> = {}): Key {
    return { key, ctrlKey: false, altKey: false, metaKey: false, ...held };
}

test('what is done while a letter is on its way waits until it is drawn, and nothing overtakes it', () => {
    const { letters, done, run, draw } = lettersFirst();
    run('before');
    letters.pressed(keyOf('x'));
    run('first');
    run('second');
    expect(done).toEqual(['before']);
    draw();
    expect(done).toEqual(['before', 'first', 'second']);
    run('after');
    expect(done).toEqual(['before', 'first', 'second', 'after']);
});

test('another key before that does not make it wait longer', () => {
    const { letters, done, run, draw } = lettersFirst();
    letters.pressed(keyOf('x'));
    run('of the first');
    letters.pressed(keyOf('y'));
    run('of the second');
    draw();
    expect(done).toEqual(['of the first', 'of the second']);
});

test.each(['x', ' ', 'ß', 'Enter', 'Backspace', 'Delete', 'Tab'])('%j writes', key => {
    const { letters, done, run } = lettersFirst();
    letters.pressed(keyOf(key));
    run('of the key');
    expect(done).toEqual([]);
});

test.each([
    keyOf('ArrowLeft'),
    keyOf('Shift'),
    keyOf('F5'),
    keyOf('s', { ctrlKey: true }),
    keyOf('s', { metaKey: true }),
    keyOf('ArrowUp', { altKey: true })
])('what is done at $key is done at once', key => {
    const { letters, done, run } = lettersFirst();
    letters.pressed(key);
    run('of the key');
    expect(done).toEqual(['of the key']);
});

test('what still waits is done when it has to be', () => {
    const { letters, done, run } = lettersFirst();
    letters.pressed(keyOf('x'));
    run('first');
    letters.now();
    run('second');
    expect(done).toEqual(['first', 'second']);
});
