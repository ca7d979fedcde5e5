import { ASSERTION_HEADER } from '@longtable/common';
import { connectionHeaders, headerPairs } from '../http/connection-headers.js';

/**
 * The headers of a request as a workspace gets them, flat: without those of the connection, without any identity that
 * was sent along, without the cookie that lets people in, and with the hub's assertion.
 */
export function requestHeaders(rawHeaders: readonly string[], cookieName: string, assertion: string): string[] {
    const result: string[] = [];
    const ofConnection = connectionHeaders(rawHeaders);
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
    const ofConnection = connectionHeaders(rawHeaders);
    for (const [name, value] of headerPairs(rawHeaders)) {
        const lowerCase = name.toLowerCase();
        const replacesCookie = lowerCase === 'set-cookie' && nameOf(value) === cookieName;
        if (!ofConnection.has(lowerCase) && !replacesCookie) {
            result.push(name, value);
        }
    }
    return result;
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
