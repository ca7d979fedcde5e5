import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { clientAddress } from './client-address.js';

const from = (remoteAddress: string, forwarded?: string) =>
    clientAddress({
        socket: { remoteAddress },
        headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }
    } as unknown as IncomingMessage);

test.each([
    ['203.0.113.5', undefined, '203.0.113.5'],
    ['203.0.113.5', '198.51.100.1', '203.0.113.5'],
    ['127.0.0.1', undefined, '127.0.0.1'],
    ['127.0.0.1', '198.51.100.1', '198.51.100.1'],
    ['::ffff:127.0.0.1', '1.2.3.4, 198.51.100.1', '198.51.100.1'],
    ['::1', '198.51.100.1, 127.0.0.1', '198.51.100.1'],
    ['::1', ' , ', '::1']
])('a request of %s that claims %s is of %s', (remote, forwarded, address) => {
    expect(from(remote, forwarded)).toBe(address);
});
