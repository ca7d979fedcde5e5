// Puts what `theia build` left in lib/ into dist/: what runs in a sandbox, and what the hub serves.
import { mkdir, rename, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import { assembleBackend } from './backend-output.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const next = path.join(root, 'dist.next');
const dist = path.join(root, 'dist');

await rm(next, { recursive: true, force: true });
await mkdir(next, { recursive: true });
await assembleBackend(root, path.join(next, 'backend'));

// Swapped as a whole, so that a hub which is running never reads a half-written build.
const previous = path.join(root, 'dist.previous');
await rm(previous, { recursive: true, force: true });
await rename(dist, previous).catch(error => {
    if (error.code !== 'ENOENT') {
        throw error;
    }
});
await rename(next, dist);
await rm(previous, { recursive: true, force: true });
