import { expect, test } from 'vitest';
import { nextPicture } from './picture-time';

const LONG_AGO = -Infinity;

test('the first picture is drawn at once', () => {
    expect(nextPicture(LONG_AGO, LONG_AGO, 1000)).toBeLessThanOrEqual(1000);
});

test('whoever does not type sees carets as often as people tell of theirs', () => {
    expect(nextPicture(1000, LONG_AGO, 1001)).toBe(1033);
    expect(nextPicture(1000, 200, 1001)).toBe(1033);
});

test('a picture that is due between a key and its letter waits for the letter', () => {
    expect(nextPicture(1000, 1160, 1165)).toBe(1200);
});

test('it waits for the next letter when a key may come at any time', () => {
    expect(nextPicture(1000, 1050, 1060)).toBe(1250);
    expect(nextPicture(1000, 1150, 1160)).toBe(1190);
});

test('between two letters it is drawn less often than otherwise', () => {
    expect(nextPicture(1000, 1095, 1100)).toBe(1150);
});

test('a key that is held down does not keep the carets of others from moving', () => {
    let picture = 0;
    const pictures: number[] = [];
    for (let key = 0; key < 4000; key += 30) {
        const due = nextPicture(picture, key, key);
        if (due < key + 30) {
            picture = Math.max(due, key);
            pictures.push(picture);
        }
    }
    expect(pictures.length).toBeGreaterThanOrEqual(9);
});
