import { close, constants, fstat, open } from 'node:fs';
import net from 'node:net';
import { promisify } from 'node:util';
import { LongtableError } from '@longtable/common';
import type { ServiceAddress } from './runtime.js';

const openDescriptor = promisify(open);
const statDescriptor = promisify(fstat);
const closeDescriptor = promisify(close);

/** Linux's O_PATH, the same on x86-64 and arm64; Node has no name for it. */
const O_PATH = 0o10000000;

/**
 * Connects to a service of a workspace. A unix socket is opened without following a link in its last component, and
 * only when it is a socket that the workspace's user owns: what is connected to is the very file that was checked.
 * Rejects with `workspace-unreachable`.
 */
export async function dial(address: ServiceAddress): Promise<net.Socket> {
    try {
        return address.kind === 'unix'
            ? await dialUnix(address.path, address.owner)
            : await connected(net.connect({ host: address.host, port: address.port, noDelay: true }));
    } catch (error) {
        throw new LongtableError(
            'workspace-unreachable',
            'The workspace does not answer. Its files are kept; try again in a moment, or stop and start it.',
            { cause: error }
        );
    }
}

async function dialUnix(path: string, owner: number): Promise<net.Socket> {
    const descriptor = await openDescriptor(path, O_PATH | constants.O_NOFOLLOW);
    try {
        const found = await statDescriptor(descriptor);
        if (!found.isSocket() || found.uid !== owner) {
            throw new Error(`${path} is not a socket of the workspace`);
        }
        return await connected(net.connect({ path: `/proc/self/fd/${descriptor.toString()}` }));
    } finally {
        await closeDescriptor(descriptor);
    }
}

function connected(socket: net.Socket): Promise<net.Socket> {
    return new Promise((resolve, reject) => {
        socket.once('error', reject);
        socket.once('connect', () => {
            socket.off('error', reject);
            resolve(socket);
        });
    });
}
