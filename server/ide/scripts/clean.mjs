// The names of fonts hold a hash, so that what an earlier build left would otherwise be taken along.
import { rm } from 'node:fs/promises';
import path from 'node:path';

await rm(path.join(path.dirname(import.meta.dirname), 'lib'), { recursive: true, force: true });
