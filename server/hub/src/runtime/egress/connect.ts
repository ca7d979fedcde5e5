import net from 'node:net';
import { isIP } from 'node:net';
import type { LookupAddress } from 'node:dns';
import { Refusal, type Target, type TargetPolicy } from './target.js';

const CONNECT_MILLISECONDS = 20_000;

/** Connects to a target that the policy allows, at the addresses that the policy looked at. */
export async function connectTo(target: Target, policy: TargetPolicy): Promise<net.Socket> {
    const addresses = await policy.resolve(target);
    const socket = net.connect({ ...connectOptions(target, addresses), allowHalfOpen: true, noDelay: true });
    return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
            socket.destroy();
            reject(new Refusal(504, `${target.host}:${target.port.toString()} does not answer.`));
        }, CONNECT_MILLISECONDS);
        socket.once('error', error => {
            clearTimeout(timer);
            reject(refusalOf(target, error));
        });
        socket.once('connect', () => {
            clearTimeout(timer);
            socket.removeAllListeners('error');
            socket.on('error', () => socket.destroy());
            resolve(socket);
        });
    });
}

/** Options of `net.connect` that connect to given addresses whatever the name would resolve to now. */
export function connectOptions(
    target: Target,
    addresses: readonly LookupAddress[]
): { host: string; port: number; autoSelectFamily: boolean; lookup: net.LookupFunction } {
    const [first] = addresses;
    return {
        // An address is not looked up, so it has to be the one that was checked, not another way to write it.
        host: isIP(target.host) === 0 ? target.host : (first?.address ?? target.host),
        port: target.port,
        autoSelectFamily: true,
        lookup: (_host, options, callback) => {
            if (options.all === true) {
                callback(null, [...addresses]);
            } else {
                callback(null, first?.address ?? '', first?.family);
            }
        }
    };
}

/** What a failed connection is answered with. */
export function refusalOf(target: Target, error: unknown): Refusal {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    return new Refusal(502, `${target.host}:${target.port.toString()} cannot be reached: ${code}.`);
}
