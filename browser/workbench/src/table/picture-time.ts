/** Milliseconds between two pictures of the carets: as often as people tell of theirs. */
const EVERY = 33;
/** Milliseconds between two while this person types, where there is time for them between the keys. */
const EVERY_WHILE_TYPING = 150;
/** And where there is none. */
const AT_LEAST_EVERY = 400;
/** Somebody who has not pressed a key for so many milliseconds does not type. */
const TYPING = 500;
/** So long after a key its letter is drawn, in milliseconds, and the next key has not come yet. */
const LETTER = 40;

/**
 * When the carets of others are to be drawn next: soon, but while this person types not between a key and its letter, as
 * a letter that comes while another picture is on its way has to wait for the one after. All in milliseconds of one clock.
 */
export function nextPicture(lastPicture: number, lastKey: number, now: number): number {
    if (now - lastKey >= TYPING) {
        return lastPicture + EVERY;
    }
    return Math.min(Math.max(lastPicture + EVERY_WHILE_TYPING, lastKey + LETTER), lastPicture + AT_LEAST_EVERY);
}
