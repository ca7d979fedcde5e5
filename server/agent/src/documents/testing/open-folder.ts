import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '../../clock.js';
import { temporaryDirectory } from '../../testing/temporary-directory.js';
import { waitFor } from '../../testing/wait-for.js';
import { DocumentRegistry, type RegistryOptions } from '../document-registry.js';

/** Short waits, so that tests need not be long. */
const QUICK = { quiet: 30, most: 150, settle: 40, retry: 100, arrival: 300 };

/** A folder of a workspace with the agent's documents over it. */
export async function openFolder(options: Partial<RegistryOptions> = {}) {
    const directory = await temporaryDirectory();
    const root = join(directory.path, 'root');
    const folder = join(root, 'demo');
    await mkdir(folder, { recursive: true });
    const usual = { folder, journals: join(directory.path, 'journals'), clock: systemClock, timings: QUICK, linger: 0 };
    const registries: DocumentRegistry[] = [];
    const start = (more: Partial<RegistryOptions> = {}) => {
        const registry = new DocumentRegistry({ ...usual, ...options, ...more });
        registries.push(registry);
        return registry;
    };
    const path = (name: string) => join(folder, name);
    const contents = (name: string) => readFile(path(name), 'utf8');
    return {
        root,
        folder,
        journals: usual.journals,
        documents: start(),
        start,
        path,
        contents,
        write: (name: string, content: string | Buffer) => writeFile(path(name), content),
        /** Waits until a file has a text. */
        becomes: (name: string, expected: string) =>
            waitFor(
                `${name} to become ${JSON.stringify(expected)}`,
                async () => (await contents(name)) === expected,
                5000
            ),
        [Symbol.asyncDispose]: async () => {
            await Promise.all(registries.map(registry => registry.dispose()));
            await directory[Symbol.asyncDispose]();
        }
    };
}
