/** Milliseconds between two pictures of the carets: as often as people tell of theirs. */
const EVERY = 33;
/** Milliseconds between two while this person types, where there is time for them between the keys. */
const EVERY_WHILE_TYPING = 150;
/** And where there is none. */
const AT_LEAST_EVERY = 400;
/** Somebody for whom no letter was drawn for so many milliseconds does not type. */
const TYPING = 500;
/**
 * What is drawn so long after a letter, in milliseconds, falls into the next frame or the one after. Not later, as the
 * browser looks for two more frames after each, and the next letter is to find none.
 */
const AFTER_LETTER = 20;
/** So long after a letter none comes right after it, in milliseconds. */
const PAUSE = 200;

/**
 * When the carets of others are to be drawn next: soon, but while this person types only right after a letter, as one
 * that comes while another picture is on its way has to wait for the one after. To be asked anew when a letter is drawn,
 * and when the time has come. All in milliseconds of one clock; never before `now`.
 */
export function nextPicture(lastPicture: number, lastLetter: number, now: number): number {
    if (now - lastLetter >= TYPING) {
        return Math.max(now, lastPicture + EVERY);
    }
    const soonest = Math.max(now, lastPicture + EVERY_WHILE_TYPING);
    const between = soonest <= lastLetter + AFTER_LETTER ? soonest : Math.max(soonest, lastLetter + PAUSE);
    return Math.max(now, Math.min(between, lastPicture + AT_LEAST_EVERY));
}
