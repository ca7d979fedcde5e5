import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './directories.mjs';

/**
 * @typedef {object} Manifest
 * @property {string} name
 * @property {readonly string[]} [workspaces]
 * @property {Record<string, string>} [scripts]
 * @property {Record<string, string>} [dependencies]
 */

/**
 * @param {string} folder relative to the root
 * @returns {Manifest}
 */
function readManifest(folder) {
    return /** @type {Manifest} */ (JSON.parse(readFileSync(path.join(root, folder, 'package.json'), 'utf8')));
}

/**
 * The workspaces of the repository with their manifests.
 *
 * @returns {{ folder: string; manifest: Manifest }[]}
 */
export function readPackages() {
    return (readManifest('.').workspaces ?? []).map(folder => ({ folder, manifest: readManifest(folder) }));
}
