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
/** How long that holds for somebody who types fast, in milliseconds. */
const BETWEEN = 20;
/** So long after a key none comes right after it, in milliseconds. */
const PAUSE = 200;

/**
 * When the carets of others are to be drawn next: soon, but while this person types only right after a letter, as one
 * that comes while another picture is on its way has to wait for the one after. All in milliseconds of one clock.
 */
export function nextPicture(lastPicture: number, lastKey: number, now: number): number {
    if (now - lastKey >= TYPING) {
        return lastPicture + EVERY;
    }
    const soonest = Math.max(lastPicture + EVERY_WHILE_TYPING, lastKey + LETTER);
    const between = soonest <= lastKey + LETTER + BETWEEN ? soonest : Math.max(soonest, lastKey + PAUSE);
    return Math.min(between, lastPicture + AT_LEAST_EVERY);
}
