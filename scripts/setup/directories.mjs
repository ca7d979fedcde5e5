import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

/** Stamps, logs and reports of the scripts; safe to delete. */
export const buildDirectory = path.join(root, '.build');
