import { connect } from 'node:net';
import { EGRESS_PORT, messageOf } from '@longtable/common';
import { openTunnel } from './tunnel.js';

/** ProxyCommand for ssh: `connect.mjs <host> <port>` joins its standard streams to a connection through the proxy. */
async function main([host, port]: readonly string[]): Promise<void> {
    if (host === undefined || port === undefined || !/^\d{1,5}$/.test(port) || !/^[\w.:%-]+$/.test(host)) {
        fail('Usage: connect.mjs <host> <port>');
    }
    const authority = `${host.includes(':') ? `[${host}]` : host}:${port}`;
    const proxyPort = Number(process.env['LONGTABLE_EGRESS_PORT'] ?? EGRESS_PORT);
    const socket = connect({ host: '127.0.0.1', port: proxyPort, allowHalfOpen: true });
    socket.setNoDelay(true);
    const status = await openTunnel(socket, authority).catch((error: unknown) =>
        fail(`The workspace's proxy cannot be reached (${messageOf(error)}).`)
    );
    if (status !== 200) {
        fail(refusal(authority, status));
    }
    socket.on('error', error => fail(`The connection to ${authority} broke (${error.message}).`));
    socket.on('close', () => process.exit(0));
    process.stdout.on('error', () => process.exit(0));
    socket.pipe(process.stdout);
    process.stdin.pipe(socket);
}

function refusal(authority: string, status: number): string {
    if (status === 403) {
        return `The workspace may not reach ${authority}: the network rules of this installation refuse it.`;
    }
    return `The workspace cannot reach ${authority}: it does not exist or does not answer (proxy answered ${status}).`;
}

function fail(message: string): never {
    process.stderr.write(`longtable: ${message}\n`);
    process.exit(1);
}

main(process.argv.slice(2)).catch((error: unknown) => fail(messageOf(error)));
