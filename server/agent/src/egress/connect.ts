import { connect } from 'node:net';
import { EGRESS_PORT } from '@longtable/common';

const MAXIMUM_ANSWER = 16 * 1024;

/** ProxyCommand for ssh: `connect.mjs <host> <port>` joins its standard streams to a connection through the proxy. */
function main([host, port]: readonly string[]): void {
    if (host === undefined || port === undefined || !/^\d{1,5}$/.test(port) || !/^[\w.:%-]+$/.test(host)) {
        fail('Usage: connect.mjs <host> <port>');
    }
    const authority = `${host.includes(':') ? `[${host}]` : host}:${port}`;
    const proxyPort = Number(process.env['LONGTABLE_EGRESS_PORT'] ?? EGRESS_PORT);
    const socket = connect({ host: '127.0.0.1', port: proxyPort, allowHalfOpen: true });
    socket.setNoDelay(true);
    socket.on('error', error => fail(`The workspace's proxy cannot be reached (${error.message}).`));
    socket.write(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n\r\n`);

    let answer = Buffer.alloc(0);
    const read = (chunk: Buffer) => {
        answer = Buffer.concat([answer, chunk]);
        const end = answer.indexOf('\r\n\r\n');
        if (end < 0) {
            if (answer.length > MAXIMUM_ANSWER) {
                fail("The workspace's proxy gave an answer that is none.");
            }
            return;
        }
        socket.off('data', read).off('end', endedEarly);
        const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(answer.toString('latin1', 0, end))?.[1]);
        if (status !== 200) {
            fail(refusal(authority, status));
        }
        socket.pause();
        socket.unshift(answer.subarray(end + 4));
        socket.pipe(process.stdout);
        process.stdin.pipe(socket);
        socket.on('close', () => process.exit(0));
    };
    const endedEarly = () => fail("The workspace's proxy closed the connection without an answer.");
    socket.on('data', read).on('end', endedEarly);
    process.stdout.on('error', () => process.exit(0));
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

main(process.argv.slice(2));
