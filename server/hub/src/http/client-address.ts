import type { IncomingMessage } from 'node:http';

/**
 * The address that a request came from. `X-Forwarded-For` counts only behind a proxy on this machine, and then from
 * the right: what stands before the last foreign address was claimed by the client.
 */
export function clientAddress(request: IncomingMessage): string | undefined {
    const direct = request.socket.remoteAddress;
    if (direct === undefined || !isLoopback(direct)) {
        return direct;
    }
    const header = request.headers['x-forwarded-for'];
    const hops = (Array.isArray(header) ? header.join(',') : (header ?? '')).split(',').map(hop => hop.trim());
    return hops.reverse().find(hop => hop !== '' && !isLoopback(hop)) ?? direct;
}

function isLoopback(address: string): boolean {
    return address === '::1' || /^(::ffff:)?127\./.test(address);
}
