import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { DEPLOYED_EXTENSIONS_PATH } from '@longtable/common';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { addIcon, addPreload, ICON, toPageTemplate } from './page-template.mjs';

/** Pages are templates: the hub fills in where the static files are, and answers them on a workspace's origin. */
const pages = ['index.html', 'secondary-window.html'];

/** Files that a browser takes only from the origin of the page: a worker, and what the worker imports. */
const sameOrigin = ['plugin-worker.js', 'context/plugin-vscode-init-fe.js'];

/** Built along with its style sheet, but no page loads it. */
const unused = ['secondary-window.js'];

/** @type {Record<string, string>} */
const types = {
    '.css': 'text/css; charset=utf-8',
    '.eot': 'application/vnd.ms-fontobject',
    '.html': 'text/html; charset=utf-8',
    '.js': 'text/javascript; charset=utf-8',
    '.svg': 'image/svg+xml',
    '.ttf': 'font/ttf',
    '.woff': 'font/woff',
    '.woff2': 'font/woff2'
};

/** Formats that are compressed already. */
const compressed = new Set(['.woff', '.woff2']);

/**
 * Copies the static files of the workbench, each with a brotli and a gzip variant beside it, and describes them in
 * build.json. Its `id` is a hash over all of them: files under it never change.
 *
 * @param {string} root the application's directory
 * @param {string} target
 */
export async function assembleFrontend(root, target) {
    const source = path.join(root, 'lib', 'frontend');
    const names = (await listFiles(source)).filter(name => !unused.includes(name) && !name.endsWith('.map'));
    /** @type {Record<string, { type: string, size: number, hash: string, encodings: string[] }>} */
    const files = {};
    await Promise.all(
        [...names, ICON].map(async name => {
            const isPage = pages.includes(name);
            const raw = await readFile(path.join(name === ICON ? root : source, name));
            const content = isPage ? Buffer.from(toPage(name, raw.toString('utf8'))) : raw;
            const file = path.join(target, 'frontend', name);
            await mkdir(path.dirname(file), { recursive: true });
            await writeFile(file, content);
            files[name] = {
                type: typeOf(name),
                size: content.length,
                hash: createHash('sha256').update(content).digest('hex').slice(0, 32),
                encodings: isPage || compressed.has(path.extname(name)) ? [] : await compress(file, content)
            };
        })
    );
    const webview = await listFiles(path.join(root, 'lib', 'webview', 'pre'));
    await cp(path.join(root, 'lib', 'webview', 'pre'), path.join(target, 'webview'), { recursive: true });

    const sorted = Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)));
    const id = createHash('sha256').update(JSON.stringify(sorted)).digest('hex').slice(0, 16);
    const build = {
        id,
        pages,
        sameOrigin,
        files: sorted,
        webview: Object.fromEntries(webview.sort().map(name => [name, { type: typeOf(name) }]))
    };
    await writeFile(path.join(target, 'build.json'), `${JSON.stringify(build, undefined, 4)}\n`);
}

/**
 * @param {string} name
 * @param {string} html
 */
function toPage(name, html) {
    const page = addIcon(toPageTemplate(html));
    return name === 'index.html' ? addPreload(page, DEPLOYED_EXTENSIONS_PATH) : page;
}

/** @param {string} name */
function typeOf(name) {
    const type = types[path.extname(name)];
    if (!type) {
        throw new Error(`No media type is known for ${name}. Add it to the types in frontend-output.mjs.`);
    }
    return type;
}

/**
 * @param {string} file
 * @param {Buffer} content
 */
async function compress(file, content) {
    const params = {
        [constants.BROTLI_PARAM_QUALITY]: 9,
        [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
        [constants.BROTLI_PARAM_SIZE_HINT]: content.length
    };
    await Promise.all([
        promisify(brotliCompress)(content, { params }).then(data => writeFile(`${file}.br`, data)),
        promisify(gzip)(content, { level: 9 }).then(data => writeFile(`${file}.gz`, data))
    ]);
    return ['br', 'gzip'];
}

/** @param {string} directory */
async function listFiles(directory) {
    const entries = await readdir(directory, { recursive: true, withFileTypes: true });
    return entries
        .filter(entry => entry.isFile())
        .map(entry => path.relative(directory, path.join(entry.parentPath, entry.name)));
}
