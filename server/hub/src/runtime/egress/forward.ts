import http from 'node:http';
import { pipeline } from 'node:stream/promises';
import { connectionHeaders, headerPairs } from '../../http/connection-headers.js';
import { connectOptions, refusalOf } from './connect.js';
import { parseTarget, Refusal, type TargetPolicy } from './target.js';

const IDLE_MILLISECONDS = 10 * 60 * 1000;

/** Does a plain HTTP request in absolute form, such as `GET http://example.org/`. */
export async function forward(
    request: http.IncomingMessage,
    response: http.ServerResponse,
    policy: TargetPolicy
): Promise<void> {
    const url = URL.parse(request.url ?? '');
    const target = url?.protocol === 'http:' ? parseTarget(`${url.hostname}:${url.port || '80'}`) : undefined;
    if (url === null || target === undefined) {
        throw new Refusal(400, 'This is a proxy: ask for an address that begins with http://, or use CONNECT.');
    }
    const addresses = await policy.resolve(target);
    const remote = http.request({
        ...connectOptions(target, addresses),
        agent: false,
        method: request.method ?? 'GET',
        path: `${url.pathname}${url.search}`,
        headers: [
            ...endToEnd(request.rawHeaders, 'host'),
            ...['Host', url.host],
            // The length of such a body is not known before its end.
            ...(request.headers['transfer-encoding'] === undefined ? [] : ['Transfer-Encoding', 'chunked'])
        ],
        setHost: false,
        timeout: IDLE_MILLISECONDS
    });
    remote.on('timeout', () => remote.destroy(new Error('ETIMEDOUT')));
    response.once('close', () => remote.destroy());
    const answered = new Promise<http.IncomingMessage>((resolve, reject) => {
        remote.once('response', resolve);
        remote.once('error', error => {
            reject(refusalOf(target, error));
        });
    });
    pipeline(request, remote).catch(() => {
        // The answer, or that there is none, tells what happened.
    });
    const answer = await answered;
    response.writeHead(answer.statusCode ?? 502, answer.statusMessage ?? '', endToEnd(answer.rawHeaders));
    await pipeline(answer, response).catch(() => response.destroy());
}

/** Header names and values one after another, without those between client and proxy and those that `Connection` names. */
function endToEnd(raw: readonly string[], ...more: readonly string[]): string[] {
    const left = connectionHeaders(raw);
    return [...headerPairs(raw)]
        .filter(([name]) => !left.has(name.toLowerCase()) && !more.includes(name.toLowerCase()))
        .flat();
}
