/** Headers that concern one connection and are not passed on (RFC 9110, section 7.6.1). */
const HOP_BY_HOP = new Set([
    'connection',
    'keep-alive',
    'proxy-authenticate',
    'proxy-authorization',
    'proxy-connection',
    'te',
    'trailer',
    'transfer-encoding',
    'upgrade'
]);

/**
 * These say what a message is, and are passed on even when its `Connection` header names them: who could take away the
 * length of a body could make two parties disagree on where it ends, and none of them concerns one connection only.
 */
const END_TO_END = new Set(['content-length', 'host', 'cookie', 'authorization', 'origin']);

/** The pairs of a message's raw headers. */
export function* headerPairs(rawHeaders: readonly string[]): Generator<readonly [name: string, value: string]> {
    for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
        yield [rawHeaders[index] ?? '', rawHeaders[index + 1] ?? ''];
    }
}

/** Names, in lower case, of all headers that concern this connection: the known ones and those that the message names. */
export function connectionHeaders(rawHeaders: readonly string[]): ReadonlySet<string> {
    const names = new Set(HOP_BY_HOP);
    for (const [name, value] of headerPairs(rawHeaders)) {
        if (name.toLowerCase() === 'connection') {
            for (const named of value.split(',').map(part => part.trim().toLowerCase())) {
                if (!END_TO_END.has(named)) {
                    names.add(named);
                }
            }
        }
    }
    return names;
}
