// Puts what `theia build` left in lib/ into dist/: what runs in a sandbox, and what the hub serves.
import { mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { assembleBackend } from './backend-output.mjs';
import { assembleFrontend } from './frontend-output.mjs';

const root = path.dirname(import.meta.dirname);
const next = path.join(root, 'dist.next');
const dist = path.join(root, 'dist');

await rm(next, { recursive: true, force: true });
await mkdir(next, { recursive: true });
await Promise.all([assembleBackend(root, path.join(next, 'backend')), assembleFrontend(root, next)]);

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
