/** Longest text that is shared, in UTF-16 units, and largest update, in bytes; above, the agent ends the connection. */
const LARGEST_TEXT = 20 * 1024 * 1024;
const LARGEST_UPDATE = 16 * 1024 * 1024 - 1024;

/** Why a text that was edited is not shared any more, for people; undefined while it is small enough. */
export function refusalOfSize(update: Uint8Array, length: number): string | undefined {
    if (update.length <= LARGEST_UPDATE && length <= LARGEST_TEXT) {
        return undefined;
    }
    return (
        'The text is too large to be edited together. It is kept in this editor only: copy what you need, ' +
        'and open the file again.'
    );
}
