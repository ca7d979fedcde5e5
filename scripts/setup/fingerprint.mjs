import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * All files at or below some paths, sorted. Paths that do not exist are left out.
 *
 * @param {readonly string[]} paths
 * @param {(name: string, directory: string) => boolean} skip
 * @returns {string[]}
 */
export function filesBelow(paths, skip) {
    /** @type {string[]} */
    const files = [];
    /** @param {string} directory */
    const walk = directory => {
        for (const entry of readdirSync(directory, { withFileTypes: true })) {
            if (!skip(entry.name, directory)) {
                const file = path.join(directory, entry.name);
                if (entry.isDirectory()) {
                    walk(file);
                } else {
                    files.push(file);
                }
            }
        }
    };
    for (const item of paths) {
        const stats = statSync(item, { throwIfNoEntry: false });
        if (stats?.isDirectory()) {
            walk(item);
        } else if (stats) {
            files.push(item);
        }
    }
    return files.sort();
}

/**
 * Changes whenever a file may have: cheap, made of names, sizes and times.
 *
 * @param {readonly string[]} files
 */
export function quickFingerprint(files) {
    const hash = createHash('sha256');
    for (const file of files) {
        const stats = statSync(file, { throwIfNoEntry: false });
        hash.update(`${file}\0${stats?.size ?? -1}\0${stats?.mtimeMs ?? 0}\n`);
    }
    return hash.digest('hex');
}

/**
 * Changes only when the contents or names of files have.
 *
 * @param {readonly string[]} files
 * @param {string} base names are taken relative to it
 */
export function contentFingerprint(files, base) {
    const hash = createHash('sha256');
    for (const file of files) {
        const content = createHash('sha256').update(readFileSync(file)).digest('hex');
        hash.update(`${path.relative(base, file)}\0${content}\n`);
    }
    return hash.digest('hex');
}

/**
 * What {@link writeStamp} wrote, or undefined when there is nothing that can be used.
 *
 * @param {string} file
 * @returns {Record<string, unknown> | undefined}
 */
export function readStamp(file) {
    try {
        return /** @type {Record<string, unknown>} */ (JSON.parse(readFileSync(file, 'utf8')));
    } catch {
        return undefined; // missing or cut short: the work is done again
    }
}

/**
 * @param {string} file
 * @param {Record<string, unknown>} stamp
 */
export function writeStamp(file, stamp) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(`${file}.new`, JSON.stringify(stamp));
    renameSync(`${file}.new`, file);
}
