import { spawn, type ChildProcess } from 'node:child_process';
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { HubOrder } from './hub-process.js';

/** Bundles the process that stands in for a hub, so that another user can run it as well. */
export async function bundleHubProcess(directory: string): Promise<string> {
    const file = join(directory, 'hub-process.mjs');
    await build({
        entryPoints: [join(import.meta.dirname, 'hub-process.ts')],
        outfile: file,
        bundle: true,
        platform: 'node',
        format: 'esm',
        // Some packages are CommonJS and ask for the modules of Node.
        banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
        logLevel: 'error'
    });
    await chmod(file, 0o644);
    return file;
}

/** Starts it, behind another command where one is given. */
export function startHubProcess(bundle: string, order: HubOrder, wrapper: readonly string[] = []): ChildProcess {
    const [program, ...programArguments] = [...wrapper, process.execPath, bundle, JSON.stringify(order)] as const;
    return spawn(program, programArguments, {
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { PATH: process.env['PATH'] ?? '', HUB_SECRET: 'of the hub' }
    });
}
