import { createHash } from 'node:crypto';
import { existsSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { buildDirectory, root } from './directories.mjs';
import { contentFingerprint, filesBelow, quickFingerprint, readStamp, writeStamp } from './fingerprint.mjs';
import { readPackages } from './packages.mjs';
import { commands, projectEnvironment, projectNode } from './project-node.mjs';
import { runStep } from './step.mjs';

/** Folders that a build writes to. */
const OUTPUTS = ['lib', 'dist', 'built-in'];

const NO_INPUT = new Set([...OUTPUTS, 'node_modules', 'src-gen']);
const NO_INPUT_PATTERN = /^(lib|dist|built-in)\.(?!json$)|^gen-.*\.mjs$|\.tsbuildinfo$|\.test\.[a-z]+$|\.md$/;

/** What everything is built with, besides its own files. */
const SHARED_INPUTS = ['tsconfig.base.json', 'package-lock.json'].map(file => path.join(root, file));

/** The extensions that ship with every workspace: no package of npm's, but fetched and built like one. */
const PLUGINS = { name: 'plugins', folder: 'plugins', needs: [] };

/**
 * Something that is built on its own: a package with a build script, or the plugins.
 *
 * @typedef {object} Unit
 * @property {string} name
 * @property {string} folder
 * @property {readonly string[]} needs names of the units that are built before this one
 */

/** @typedef {{ unit: Unit; stampFile: string; stamp: Record<string, unknown> }} StaleUnit */

/**
 * Everything that can be built, each after what it needs.
 *
 * @returns {Unit[]}
 */
function units() {
    const packages = readPackages().filter(({ manifest }) => manifest.scripts?.['build']);
    const names = new Set(packages.map(({ manifest }) => manifest.name));
    /** @type {Unit[]} */
    const open = packages.map(({ folder, manifest }) => ({
        name: manifest.name,
        folder,
        needs: Object.keys(manifest.dependencies ?? {}).filter(name => names.has(name))
    }));
    /** @type {Unit[]} */
    const ordered = existsSync(path.join(root, PLUGINS.folder, 'fetch.mjs')) ? [PLUGINS] : [];
    while (open.length > 0) {
        const next = open.findIndex(unit => unit.needs.every(need => ordered.some(({ name }) => name === need)));
        ordered.push(...open.splice(Math.max(next, 0), 1));
    }
    return ordered;
}

/**
 * The units whose inputs have changed since they were built, those that were never built, and those that need one of
 * them, in the order of building. Reads contents only where names, sizes and times do not settle it.
 *
 * @returns {StaleUnit[]}
 */
export function staleUnits() {
    const all = units();
    const folders = new Set(all.map(({ folder }) => path.join(root, folder)));
    const inputs = new Map(
        all.map(({ name, folder }) => {
            const skip = (/** @type {string} */ entry, /** @type {string} */ directory) =>
                NO_INPUT.has(entry) || NO_INPUT_PATTERN.test(entry) || folders.has(path.join(directory, entry));
            return [name, [...filesBelow([path.join(root, folder)], skip), ...SHARED_INPUTS]];
        })
    );
    const quick = memoized(all, inputs, quickFingerprint);
    const content = memoized(all, inputs, files => contentFingerprint(files, root));

    return all.flatMap(unit => {
        const stampFile = path.join(buildDirectory, 'stamps', `${path.basename(unit.name)}.json`);
        const stamp = readStamp(stampFile);
        const whole = Array.isArray(stamp?.['outputs']) && stamp['outputs'].every(output => existsSync(String(output)));
        if (whole && stamp['quick'] === quick(unit.name)) {
            return [];
        }
        const current = { quick: quick(unit.name), content: content(unit.name) };
        if (whole && stamp['content'] === current.content) {
            writeStamp(stampFile, { ...stamp, ...current });
            return [];
        }
        return [{ unit, stampFile, stamp: current }];
    });
}

/**
 * The fingerprint of a unit and of all that it needs, each computed once and only when asked for.
 *
 * @param {readonly Unit[]} all
 * @param {ReadonlyMap<string, readonly string[]>} inputs
 * @param {(files: readonly string[]) => string} fingerprint
 * @returns {(name: string) => string}
 */
function memoized(all, inputs, fingerprint) {
    /** @type {Map<string, string>} */
    const known = new Map();
    /** @type {(name: string) => string} */
    const of = name => {
        const found = known.get(name);
        if (found !== undefined) {
            return found;
        }
        const needs = all.find(unit => unit.name === name)?.needs ?? [];
        const parts = [fingerprint(inputs.get(name) ?? []), ...needs.map(of)];
        const result = createHash('sha256').update(parts.join('\n')).digest('hex');
        known.set(name, result);
        return result;
    };
    return of;
}

/**
 * Builds units. The packages go through lerna in the order of their dependencies, side by side where that is possible.
 *
 * @param {readonly StaleUnit[]} stale
 */
export async function build(stale) {
    const node = projectNode();
    const env = projectEnvironment();
    stale.forEach(letTypeScriptLook);
    const packages = stale.filter(({ unit }) => unit.name !== PLUGINS.name);
    const plugins = stale.filter(({ unit }) => unit.name === PLUGINS.name);
    const steps = [];
    if (plugins.length > 0) {
        steps.push(async () => {
            await runStep({
                name: 'plugins',
                title: 'Fetching the built-in extensions…',
                command: [node, path.join(root, PLUGINS.folder, 'fetch.mjs')],
                env
            });
            plugins.forEach(markBuilt);
        });
    }
    if (packages.length > 0) {
        const names = packages.map(({ unit }) => unit.name);
        steps.push(async () => {
            await runStep({
                name: 'build',
                title: `Building ${names.map(name => name.replace(/^@longtable\//, '')).join(', ')}…`,
                command: [
                    node,
                    path.join(commands, 'lerna'),
                    ...['run', 'build', '--concurrency', '2', '--loglevel', 'warn'],
                    ...names.flatMap(name => ['--scope', name])
                ],
                env
            });
            packages.forEach(markBuilt);
        });
    }
    const outcomes = await Promise.allSettled(steps.map(step => step()));
    for (const outcome of outcomes) {
        if (outcome.status === 'rejected') {
            throw outcome.reason;
        }
    }
}

/**
 * `tsc -b` goes by times, and sources that were copied may be older than what was built from others. Made old, its
 * record of the last build no longer stands in the way, and still tells by content what has to be built.
 *
 * @param {StaleUnit} stale
 */
function letTypeScriptLook({ unit }) {
    const record = path.join(root, unit.folder, 'lib', '.tsbuildinfo');
    if (existsSync(record)) {
        utimesSync(record, 0, 0);
    }
}

/** @param {StaleUnit} built */
function markBuilt({ unit, stampFile, stamp }) {
    const outputs = OUTPUTS.map(output => path.join(root, unit.folder, output)).filter(output => existsSync(output));
    writeStamp(stampFile, { ...stamp, outputs });
}
