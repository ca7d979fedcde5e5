import { lookup, type LookupAddress } from 'node:dns';
import { promisify } from 'node:util';
import { isOwnAddress, isPublicAddress } from './address-policy.js';
import { Semaphore } from './semaphore.js';

const resolveName = promisify(lookup);

/** Lookups block threads that the hub also reads files with, so all workspaces together may use only some of them. */
const lookups = new Semaphore(2);

/** A place in the network that a program asked for, with the port. */
export interface Target {
    readonly host: string;
    readonly port: number;
}

/** Why a request of a program is not done: an HTTP status and a sentence. */
export class Refusal extends Error {
    constructor(
        readonly status: 400 | 403 | 502 | 503 | 504,
        message: string
    ) {
        super(message);
    }
}

/** Reads `host:port` or `[IPv6]:port`. */
export function parseTarget(text: string): Target | undefined {
    const match = /^(?:\[([0-9a-fA-F:.]+)\]|([^\s:[\]/@]+)):(\d{1,5})$/.exec(text);
    const host = (match?.[1] ?? match?.[2])?.toLowerCase().replace(/\.$/, '');
    const port = Number(match?.[3]);
    return host === undefined || host === '' || port < 1 || port > 65_535 ? undefined : { host, port };
}

/** Decides which addresses a workspace may reach. */
export class TargetPolicy {
    private readonly allowed: ReadonlySet<string>;

    /** @param allow `host:port` that may be reached wherever they are, exactly as a program asks for them */
    constructor(allow: readonly string[]) {
        this.allowed = new Set(allow.map(entry => keyOf(parseTarget(entry.trim()))).filter(key => key !== undefined));
    }

    /**
     * The addresses of a target that may be reached. The connection must be made to one of these, not to the name:
     * asked again, the name could give another answer.
     */
    async resolve(target: Target): Promise<readonly LookupAddress[]> {
        const found = await lookups.run(() =>
            resolveName(target.host, { all: true }).catch(() => {
                throw new Refusal(502, `The name ${target.host} cannot be resolved.`);
            })
        );
        if (this.allowed.has(keyOf(target) ?? '')) {
            return found;
        }
        const reachable = found.filter(({ address }) => isPublicAddress(address) && !isOwnAddress(address));
        if (reachable.length === 0) {
            throw new Refusal(
                403,
                `${target.host} is not on the public internet, and workspaces reach nothing else. Whoever runs ` +
                    `Longtable can allow it with LONGTABLE_EGRESS_ALLOW=${target.host}:${target.port.toString()}.`
            );
        }
        return reachable;
    }
}

function keyOf(target: Target | undefined): string | undefined {
    return target && `${target.host}|${target.port.toString()}`;
}
