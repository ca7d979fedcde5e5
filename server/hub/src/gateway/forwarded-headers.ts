import { ASSERTION_HEADER } from '@longtable/common';

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

/**
 * The headers of a request as a workspace gets them, flat: without those of the connection, without any identity that
 * was sent along, without the cookie that lets people in, and with the hub's assertion.
 */
export function requestHeaders(rawHeaders: readonly string[], cookieName: string, assertion: string): string[] {
    const result: string[] = [];
    const ofConnection = namedInConnection(rawHeaders);
    for (const [name, value] of headerPairs(rawHeaders)) {
        const lowerCase = name.toLowerCase();
        if (lowerCase === 'cookie') {
            const rest = withoutCookie(value, cookieName);
            if (rest !== '') {
                result.push(name, rest);
            }
        } else if (!ofConnection.has(lowerCase) && !lowerCase.startsWith('x-longtable-')) {
            result.push(name, value);
        }
    }
    result.push(ASSERTION_HEADER, assertion);
    return result;
}

/** The headers of a response as the browser gets them, flat: a workspace cannot replace the cookie that lets people in. */
export function responseHeaders(rawHeaders: readonly string[], cookieName: string): string[] {
    const result: string[] = [];
    const ofConnection = namedInConnection(rawHeaders);
    for (const [name, value] of headerPairs(rawHeaders)) {
        const lowerCase = name.toLowerCase();
        const replacesCookie = lowerCase === 'set-cookie' && nameOf(value) === cookieName;
        if (!ofConnection.has(lowerCase) && !replacesCookie) {
            result.push(name, value);
        }
    }
    return result;
}

/** Names, in lower case, of all headers that concern this connection: the known ones and those that the message names. */
function namedInConnection(rawHeaders: readonly string[]): ReadonlySet<string> {
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

function withoutCookie(header: string, name: string): string {
    return header
        .split(';')
        .map(part => part.trim())
        .filter(part => part !== '' && nameOf(part) !== name)
        .join('; ');
}

/** Space around the name of a cookie does not count (RFC 6265, section 5.2), so it hides nothing here either. */
function nameOf(cookie: string): string {
    return (cookie.split('=')[0] ?? '').trim();
}
