import { createHash } from 'node:crypto';
import net from 'node:net';
import { root } from './directories.mjs';

/**
 * Runs an action while no other process of this checkout runs one. The lock is a socket in Linux's abstract namespace:
 * the kernel lets go of it when its owner dies, however that happens, and leaves no file behind.
 *
 * @template T
 * @param {() => Promise<T>} action
 * @param {string} [name] what is locked
 * @returns {Promise<T>}
 */
export async function withLock(action, name = root) {
    const address = `\0longtable-setup-${createHash('sha256').update(name).digest('hex').slice(0, 32)}`;
    for (let told = false; ; told = true) {
        const server = await listen(address);
        if (server) {
            try {
                return await action();
            } finally {
                server.close();
            }
        }
        if (!told) {
            console.log('Waiting for another set-up of this checkout to finish…');
        }
        await closed(address);
    }
}

/**
 * @param {string} address
 * @returns {Promise<net.Server | undefined>}
 */
function listen(address) {
    return new Promise((resolve, reject) => {
        /** @type {Set<net.Socket>} */
        const waiting = new Set();
        const server = net.createServer(socket => {
            waiting.add(socket);
            socket.on('error', () => undefined).on('close', () => waiting.delete(socket));
            socket.unref();
        });
        const close = server.close.bind(server);
        server.close = callback => {
            waiting.forEach(socket => socket.destroy());
            return close(callback);
        };
        server.once('error', error =>
            'code' in error && error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error)
        );
        server.listen(address, () => resolve(server));
    });
}

/**
 * Resolves when the owner of the lock has let go of it.
 *
 * @param {string} address
 * @returns {Promise<void>}
 */
function closed(address) {
    return new Promise(resolve => {
        net.connect(address)
            .on('error', () => undefined)
            .on('close', () => resolve());
    });
}
