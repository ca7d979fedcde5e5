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

test('a picture that is due comes right after a letter', () => {
    expect(nextPicture(1000, 1160, 1160)).toBe(1160);
    expect(nextPicture(1000, 1160, 1175)).toBe(1175);
});

test('it waits for the next letter, or for a pause, when a key may come at any time', () => {
    expect(nextPicture(1000, 1050, 1060)).toBe(1250);
    expect(nextPicture(1000, 1150, 1185)).toBe(1350);
});

test('between two letters it is drawn less often than otherwise', () => {
    expect(nextPicture(1000, 1140, 1141)).toBe(1150);
});

test('no picture is further away than 0.4 s', () => {
    expect(nextPicture(1000, 1380, 1395)).toBe(1395);
    expect(nextPicture(1000, 1350, 1395)).toBe(1400);
    expect(nextPicture(1000, 1380, 1430)).toBe(1430);
});

test('a key that is held down does not keep the carets of others from moving', () => {
    let picture = 0;
    const pictures: number[] = [];
    for (let letter = 0; letter < 4000; letter += 30) {
        const due = nextPicture(picture, letter, letter);
        if (due < letter + 15) {
            picture = due;
            pictures.push(picture);
        }
    }
    expect(pictures.length).toBeGreaterThanOrEqual(9);
});
