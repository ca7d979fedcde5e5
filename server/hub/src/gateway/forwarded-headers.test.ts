import { describe, expect, test } from 'vitest';
import { requestHeaders, responseHeaders } from './forwarded-headers.js';

const COOKIE = 'longtable-workspace';

describe('a request', () => {
    const forwarded = (...headers: string[]) => requestHeaders(headers, COOKIE, 'signed').slice(0, -2);

    test('carries exactly one assertion: the hub’s', () => {
        const headers = requestHeaders(
            [
                ['x-longtable-assertion', 'forged'],
                ['X-Longtable-Assertion', 'forged'],
                ['X-LONGTABLE-ASSERTION', 'forged'],
                ['x-LongTable-User', 'root'],
                ['Host', 'a.localhost']
            ].flat(),
            COOKIE,
            'signed'
        );
        expect(headers).toEqual(['Host', 'a.localhost', 'x-longtable-assertion', 'signed']);
    });

    test('keeps everything else as it was sent, in order and with its spelling', () => {
        const headers = [
            'HOST',
            'a.localhost',
            'Accept',
            '*/*',
            'accept',
            'text/html',
            'X-Thing',
            '',
            'Origin',
            'null'
        ];
        expect(forwarded(...headers)).toEqual(headers);
    });

    test('loses what concerns one connection only', () => {
        const names = ['Connection', 'Keep-Alive', 'TE', 'Trailer', 'Transfer-Encoding', 'Upgrade'];
        const proxy = ['Proxy-Authenticate', 'proxy-authorization', 'PROXY-CONNECTION'];
        expect(forwarded(...[...names, ...proxy].flatMap(name => [name, 'x']))).toEqual([]);
    });

    test('loses what its sender names as concerning this connection, but not what it is', () => {
        const named = ['Connection', 'Upgrade, x-Hop ,Content-Length', 'connection', 'X-Other,,host'];
        const kept = ['Host', 'a.localhost', 'Content-Length', '3', 'X-Thing', '1'];
        expect(forwarded(...named, 'X-Hop', '1', 'x-other', '2', ...kept)).toEqual(kept);
    });

    test.each([
        [`${COOKIE}=secret`, []],
        [`a=1; ${COOKIE}=secret; b=2`, ['Cookie', 'a=1; b=2']],
        [`a=1;${COOKIE}=secret;b=2`, ['Cookie', 'a=1; b=2']],
        [`${COOKIE}=secret; ${COOKIE}=other`, []],
        [`${COOKIE} =secret; a=1`, ['Cookie', 'a=1']],
        [`\t${COOKIE}\t= secret`, []],
        [COOKIE, []],
        [`${COOKIE}=a=b; c=d=e`, ['Cookie', 'c=d=e']],
        [`x${COOKIE}=1; ${COOKIE}x=2`, ['Cookie', `x${COOKIE}=1; ${COOKIE}x=2`]]
    ])('whose Cookie is "%s" does not carry what lets people in', (cookie, expected) => {
        expect(forwarded('Cookie', cookie)).toEqual(expected);
    });

    test('with several Cookie headers loses it from each', () => {
        expect(forwarded('cookie', `${COOKIE}=1`, 'COOKIE', `a=1; ${COOKIE}=2`)).toEqual(['COOKIE', 'a=1']);
    });
});

describe('a response', () => {
    test('keeps its cookies, except one that would replace what lets people in', () => {
        const headers = [
            ['Set-Cookie', 'a=1; Path=/'],
            ['set-cookie', `${COOKIE}=stolen; Path=/`],
            ['SET-COOKIE', ` ${COOKIE} =stolen`],
            ['Set-Cookie', 'b=2']
        ].flat();
        expect(responseHeaders(headers, COOKIE)).toEqual(['Set-Cookie', 'a=1; Path=/', 'Set-Cookie', 'b=2']);
    });

    test('loses what concerns one connection only and keeps the rest', () => {
        const headers = [
            'Connection',
            'close',
            'Transfer-Encoding',
            'chunked',
            'Content-Type',
            'text/html',
            'ETag',
            '"1"'
        ];
        expect(responseHeaders(headers, COOKIE)).toEqual(['Content-Type', 'text/html', 'ETag', '"1"']);
    });

    test('loses what the workspace names as concerning its connection', () => {
        const headers = ['Connection', 'keep-alive, X-Hop', 'x-hop', '1', 'Content-Length', '3'];
        expect(responseHeaders(headers, COOKIE)).toEqual(['Content-Length', '3']);
    });
});
