import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Directories of lib/ that the backend reads at run time. The frontend's files are the hub's to serve. */
const directories = ['backend', 'prebuilds', 'webview'];

/**
 * Copies everything the backend needs at run time into one directory, which a sandbox mounts read-only.
 *
 * @param {string} root the application's directory
 * @param {string} target
 */
export async function assembleBackend(root, target) {
    await mkdir(target, { recursive: true });
    for (const directory of directories) {
        await cp(path.join(root, 'lib', directory), path.join(target, 'lib', directory), { recursive: true });
    }
    // Theia reads its own name and version from the package.json two levels above its main file.
    const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
    await writeFile(
        path.join(target, 'package.json'),
        `${JSON.stringify({ name: 'longtable', version }, undefined, 4)}\n`
    );
}
