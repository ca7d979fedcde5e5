import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Key, LettersFirst } from './letters-first';

beforeEach(() => {
    vi.useFakeTimers();
});
afterEach(() => {
    vi.useRealTimers();
});

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
    letters.typed();
    run('first');
    run('second');
    expect(done).toEqual(['before']);
    draw();
    expect(done).toEqual(['before', 'first', 'second']);
    run('after');
    expect(done).toEqual(['before', 'first', 'second', 'after']);
});

test('a letter that comes meanwhile is waited for as well, but not without end', () => {
    const frames: { act: () => void; disposed: boolean }[] = [];
    const letters = new LettersFirst(act => {
        const frame = { act, disposed: false };
        frames.push(frame);
        return { dispose: () => (frame.disposed = true) };
    });
    for (let letter = 0; letter < 20; letter++) {
        letters.typed();
        vi.advanceTimersByTime(10);
    }
    expect(frames).toHaveLength(10);
    expect(frames.map(({ disposed }) => disposed)).toEqual([...Array<boolean>(9).fill(true), false]);
});

test.each(['Enter', 'Backspace', 'Delete', 'Tab'])('%s writes', key => {
    const { letters, done, run } = lettersFirst();
    letters.pressed(keyOf(key));
    run('of the key');
    expect(done).toEqual([]);
});

test.each([
    keyOf('ArrowLeft'),
    keyOf('Shift'),
    keyOf('F5'),
    keyOf('Enter', { ctrlKey: true }),
    keyOf('Backspace', { metaKey: true }),
    keyOf('Delete', { altKey: true })
])('what is done at $key is done at once', key => {
    const { letters, done, run } = lettersFirst();
    letters.pressed(key);
    run('of the key');
    expect(done).toEqual(['of the key']);
});

test('what still waits is done when it has to be', () => {
    const { letters, done, run } = lettersFirst();
    letters.typed();
    run('first');
    letters.now();
    run('second');
    expect(done).toEqual(['first', 'second']);
});
