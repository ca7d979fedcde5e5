import type { CryptoKey, JWK } from 'jose';
import type { Logger } from 'pino';

/** What every runtime is given by the hub at start. All paths are absolute. */
export interface RuntimeOptions {
    readonly logger: Logger;
    /** The hub's data directory; volumes go below `volumes/`. */
    readonly dataDirectory: string;
    /** The parts that are mounted read-only into every sandbox, as built. */
    readonly parts: {
        /** Node executable (a single file). */
        readonly node: string;
        /** Directory with the agent's bundle; its entry is `agent.mjs`, the ProxyCommand of ssh `connect.mjs`. */
        readonly agent: string;
        /** Directory of the built IDE; the backend's entry is `lib/backend/main.js`. */
        readonly ide: string;
        /** Directory of the built-in extensions. */
        readonly plugins: string;
    };
    /** `http://host:port` of the hub as browsers see it. */
    readonly hubUrl: string;
    readonly publicKey: JWK;
    readonly egress: {
        readonly mode: 'proxy' | 'open' | 'none';
        /** `host:port` pairs that may be reached although their address is private. */
        readonly allow: readonly string[];
    };
    readonly limits: {
        readonly memoryBytes: number;
        /** Share of the machine: 1 is one core. */
        readonly cpus: number;
        readonly processes: number;
    };
    /** Signs the control calls of the hub. */
    readonly privateKey: CryptoKey;
}
