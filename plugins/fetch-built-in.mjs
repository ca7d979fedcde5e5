import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import pacote from 'pacote';
import { extract } from 'tar';
import { npmSettings } from './npm-settings.mjs';

const require = createRequire(import.meta.url);

/** Raise it when the same list has to give another result. */
const RESULT_VERSION = 3;

/** Extensions of our own live in the same directory and are built, not fetched. */
const OWN_PREFIX = 'longtable-';

/** The extensions that look for the TypeScript package in `node_modules` beside themselves. The first one gets it. */
const TYPESCRIPT_USERS = ['typescript-language-features', 'html-language-features'];

/**
 * Fetches the package that built-in.json pins and puts the extensions it names into `built-in/`, in place of those that
 * were there. Nothing changes if it cannot be fetched, and nothing is done if the result would be the same.
 *
 * @param {string} directory the directory that holds built-in.json
 * @returns {Promise<boolean>} whether there was anything to do
 */
export async function fetchBuiltIn(directory) {
    const list = await readFile(path.join(directory, 'built-in.json'), 'utf8');
    const typescript = require.resolve('typescript/package.json');
    const { version } = JSON.parse(await readFile(typescript, 'utf8'));
    const stamp = createHash('sha256').update(`${RESULT_VERSION} ${version} ${list}`).digest('hex');

    const target = path.join(directory, 'built-in');
    // Not in the directory itself: all that is in there is taken for an extension.
    const stampFile = path.join(directory, 'built-in.stamp');
    if (existsSync(target) && (await readFile(stampFile, 'utf8').catch(() => undefined)) === stamp) {
        return false;
    }
    const next = path.join(directory, 'built-in.next');
    await rm(next, { recursive: true, force: true });
    await mkdir(next, { recursive: true });
    try {
        await extractExtensions(JSON.parse(list), next);
        await addTypeScript(path.dirname(typescript), next);
        await rm(stampFile, { force: true });
        await replaceExtensions(next, target);
        await writeFile(stampFile, stamp);
    } finally {
        await rm(next, { recursive: true, force: true });
    }
    return true;
}

/**
 * @param {{ package: string, integrity: string, folder: string, extensions: Record<string, string> }} list
 * @param {string} target
 */
async function extractExtensions(list, target) {
    const wanted = new Set(Object.keys(list.extensions));
    const depth = list.folder.split('/').length;
    const isWanted = (/** @type {string} */ file) =>
        file.startsWith(`${list.folder}/`) &&
        wanted.has(file.split('/')[depth] ?? '') &&
        // Source maps are half of the size and nothing reads them.
        !file.endsWith('.map');
    try {
        await pacote.tarball.stream(
            list.package,
            (/** @type {NodeJS.ReadableStream} */ stream) =>
                pipeline(stream, extract({ cwd: target, strip: depth, filter: isWanted, strict: true })),
            { integrity: list.integrity, preferOffline: true, ...(await npmSettings()) }
        );
    } catch (error) {
        throw new Error(explain(list.package, error), { cause: error });
    }
    const found = new Set(await readdir(target));
    const missing = [...wanted].filter(name => !found.has(name));
    if (missing.length > 0) {
        throw new Error(
            `${list.package} has no extensions of these names, which built-in.json lists: ${missing.join(', ')}.`
        );
    }
}

/**
 * @param {string} name
 * @param {unknown} error
 */
function explain(name, error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const unchanged = 'Extensions that were there before are unchanged.';
    if (code === 'EINTEGRITY') {
        return `What the registry sent for ${name} is not what built-in.json pins. It was thrown away. ${unchanged}`;
    }
    const reason = error instanceof Error ? error.message : String(error);
    return (
        `The built-in extensions could not be fetched (npm package ${name}): ${reason}\n${unchanged} ` +
        'Check the connection to the npm registry and run `npm start` or `node plugins/fetch.mjs` again.'
    );
}

/**
 * Puts the TypeScript package beside the extensions that use it. They go into a folder named `package` for that: it is how
 * Theia knows an extension that came out of an npm tarball, so that the `node_modules` next to it is not taken for one.
 *
 * @param {string} source
 * @param {string} target
 */
async function addTypeScript(source, target) {
    const [owner = '', ...others] = TYPESCRIPT_USERS;
    for (const name of TYPESCRIPT_USERS) {
        const moved = path.join(target, 'package');
        await rename(path.join(target, name), moved);
        await mkdir(path.join(target, name));
        await rename(moved, path.join(target, name, 'package'));
    }
    const unused = new Set(['tsc.js', '_tsc.js']);
    const destination = path.join(target, owner, 'node_modules', 'typescript');
    for (const entry of ['package.json', 'LICENSE.txt', 'ThirdPartyNoticeText.txt', 'lib']) {
        await cp(path.join(source, entry), path.join(destination, entry), {
            recursive: true,
            filter: file => !unused.has(path.basename(file))
        });
    }
    for (const name of others) {
        await symlink(path.join('..', owner, 'node_modules'), path.join(target, name, 'node_modules'));
    }
}

/**
 * Puts the extensions in `from` in place of those in `to`, one by one: our own, which may be built at the same time,
 * are left alone.
 *
 * @param {string} from
 * @param {string} to
 */
async function replaceExtensions(from, to) {
    await mkdir(to, { recursive: true });
    for (const entry of (await readdir(to)).filter(name => !name.startsWith(OWN_PREFIX))) {
        await rm(path.join(to, entry), { recursive: true, force: true });
    }
    for (const entry of await readdir(from)) {
        await rename(path.join(from, entry), path.join(to, entry));
    }
}
