import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './directories.mjs';
import { contentFingerprint, quickFingerprint, readStamp, writeStamp } from './fingerprint.mjs';
import { readPackages } from './packages.mjs';
import { runStep } from './step.mjs';

const lockFile = path.join(root, 'package-lock.json');
const stampFile = path.join(root, 'node_modules', '.longtable-installed.json');

function inputs() {
    const manifests = readPackages().map(({ folder }) => path.join(root, folder, 'package.json'));
    return [lockFile, path.join(root, 'package.json'), path.join(root, '.npmrc'), ...manifests];
}

/** Whether the packages that the lock file names are known to be installed. */
export function isInstalled() {
    return readStamp(stampFile)?.['quick'] === quickFingerprint(inputs());
}

/** Installs the packages of the lock file, unless `node_modules` holds them already. */
export async function install() {
    const files = inputs();
    const stamp = { quick: quickFingerprint(files), content: contentFingerprint(files, root) };
    if (readStamp(stampFile)?.['content'] !== stamp.content && !matchesLockFile()) {
        // npm itself must not run on a Node that it is about to replace.
        const node = process.env['npm_node_execpath'] ?? process.execPath;
        const npm = process.env['npm_execpath'];
        await runStep({
            name: 'install',
            title: 'Installing packages (a few minutes the first time)…',
            command: [
                ...(npm?.endsWith('.js') ? [node, npm] : ['npm']),
                'ci',
                '--ignore-scripts',
                '--no-audit',
                '--no-fund'
            ]
        });
    }
    writeStamp(stampFile, stamp);
}

/** Whether what `npm install` left in `node_modules` is what the lock file asks for. */
function matchesLockFile() {
    const installed = readLock(path.join(root, 'node_modules', '.package-lock.json'));
    if (!installed) {
        return false;
    }
    const missing = Object.entries(readLock(lockFile) ?? {}).filter(([location, wanted]) => {
        const found = installed[location];
        const expected = location.startsWith('node_modules/') && !(wanted.optional && !found);
        return expected && (found?.version !== wanted.version || !existsSync(path.join(root, location)));
    });
    return missing.length === 0;
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string; optional?: boolean }> | undefined}
 */
function readLock(file) {
    try {
        const lock = /** @type {unknown} */ (JSON.parse(readFileSync(file, 'utf8')));
        return /** @type {{ packages: Record<string, { version?: string; optional?: boolean }> }} */ (lock).packages;
    } catch {
        return undefined; // not there or cut short, which is the same to the caller
    }
}
