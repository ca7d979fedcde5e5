/** A stream of a child process that was started with a pipe in its place. Throws for one that was not. */
export function piped<T>(stream: T | null | undefined): T {
    if (stream === null || stream === undefined) {
        throw new Error('the process was started without this pipe');
    }
    return stream;
}
