/** How long to wait before the next attempt, in milliseconds: doubling up to a limit, with a spread of a quarter. */
export function backOff(attempt: number, random: () => number = Math.random): number {
    const wait = Math.min(FIRST_MS * 2 ** Math.min(attempt, 16), AT_MOST_MS);
    // Everybody at the table loses the connection at the same moment; they need not all come back at the same.
    return Math.round(wait * (0.75 + random() * 0.5));
}

const FIRST_MS = 500;
const AT_MOST_MS = 8000;
