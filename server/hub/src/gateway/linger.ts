import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** How long one side may take to read what is left for it after the other has gone, in milliseconds without progress. */
const LINGER = 10_000;

/** Lets a side read what was written to it, and then ends it, even if it does not want to. */
export function linger(side: Duplex): void {
    side.end();
    side.resume();
    if ('setTimeout' in side) {
        (side as Socket).setTimeout(LINGER, () => side.destroy());
    }
}
