/** Builds `agent.mjs` and `connect.mjs`, each one self-contained file. */
export function bundle(outdir?: string): Promise<void>;
