import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { create } from 'tar';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fetchBuiltIn } from './fetch-built-in.mjs';

/** They get the TypeScript package, so that they cannot be left out. */
const required = ['html-language-features', 'typescript-language-features'];
const all = { 'html-language-features': 'HTML', 'typescript-language-features': 'TypeScript' };

/** @type {string} */
let directory;
/** @type {import('node:http').Server} */
let registry;
/** @type {Buffer} */
let tarball;
let requests = 0;

beforeEach(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'plugins-'));
    tarball = await pack([...required, 'css', 'unwanted']);
    requests = 0;
    registry = createServer((request, response) => {
        requests++;
        if (request.url?.endsWith('.tgz')) {
            response.end(tarball);
        } else {
            const dist = { integrity: integrityOf(tarball), tarball: `${registryUrl()}/some.tgz` };
            const version = { name: 'some', version: '1.0.0', dist };
            response.setHeader('content-type', 'application/json');
            response.end(
                JSON.stringify({ name: 'some', 'dist-tags': { latest: '1.0.0' }, versions: { '1.0.0': version } })
            );
        }
    }).listen(0, '127.0.0.1');
    await once(registry, 'listening');
    vi.stubEnv('npm_config_registry', registryUrl());
    vi.stubEnv('npm_config_cache', path.join(directory, 'cache'));
    await list({ ...all, css: 'CSS' });
});

afterEach(async () => {
    vi.unstubAllEnvs();
    await new Promise(resolve => registry.close(resolve));
    await rm(directory, { recursive: true, force: true });
});

function registryUrl() {
    const address = /** @type {import('node:net').AddressInfo} */ (registry.address());
    return `http://127.0.0.1:${address.port}`;
}

/** @param {Buffer} content */
function integrityOf(content) {
    return `sha512-${createHash('sha512').update(content).digest('base64')}`;
}

/** @param {string[]} names of the extensions in it */
async function pack(names) {
    const source = path.join(directory, 'source');
    for (const name of names) {
        await mkdir(path.join(source, 'package', 'extensions', name), { recursive: true });
        await writeFile(path.join(source, 'package', 'extensions', name, 'package.json'), JSON.stringify({ name }));
        await writeFile(path.join(source, 'package', 'extensions', name, 'main.js.map'), '{}');
    }
    const file = path.join(directory, 'some.tgz');
    await create({ cwd: source, gzip: true, file }, ['package']);
    return readFile(file);
}

/** @param {Record<string, string>} extensions */
async function list(extensions, integrity = integrityOf(tarball)) {
    const content = { package: 'some@1.0.0', integrity, folder: 'package/extensions', extensions };
    await writeFile(path.join(directory, 'built-in.json'), JSON.stringify(content));
}

async function builtIn() {
    return (await readdir(path.join(directory, 'built-in'))).sort();
}

test('takes what is listed and nothing else, with the compiler beside the extension that needs it', async () => {
    expect(await fetchBuiltIn(directory)).toBe(true);
    expect(await builtIn()).toEqual(['css', ...required]);
    expect(await readdir(path.join(directory, 'built-in', 'css'))).toEqual(['package.json']);
    for (const name of required) {
        const extension = path.join(directory, 'built-in', name);
        expect(await readdir(path.join(extension, 'package'))).toEqual(['package.json']);
        expect(await readdir(path.join(extension, 'node_modules', 'typescript', 'lib'))).toContain('tsserver.js');
    }
});

test('does nothing a second time, and something when the list has changed', async () => {
    await fetchBuiltIn(directory);
    const before = requests;
    expect(await fetchBuiltIn(directory)).toBe(false);
    expect(requests).toBe(before);

    await list(all);
    expect(await fetchBuiltIn(directory)).toBe(true);
    expect(await builtIn()).toEqual(required);
});

test('leaves extensions of our own alone', async () => {
    await mkdir(path.join(directory, 'built-in', 'longtable-python'), { recursive: true });
    await fetchBuiltIn(directory);
    expect(await builtIn()).toContain('longtable-python');
});

test('throws away what is not what was pinned, and keeps what was there', async () => {
    await fetchBuiltIn(directory);
    await list({ css: 'CSS' }, integrityOf(Buffer.from('something else')));
    await expect(fetchBuiltIn(directory)).rejects.toThrow(/is not what built-in\.json pins.*unchanged/);
    expect(await builtIn()).toEqual(['css', ...required]);
});

test('says what to do when the registry cannot be reached, and keeps what was there', async () => {
    await fetchBuiltIn(directory);
    await list(all);
    await rm(path.join(directory, 'cache'), { recursive: true });
    vi.stubEnv('npm_config_registry', 'http://127.0.0.1:1');
    await expect(fetchBuiltIn(directory)).rejects.toThrow(
        /could not be fetched[^]*unchanged[^]*node plugins\/fetch\.mjs/
    );
    expect(await builtIn()).toEqual(['css', ...required]);
});

test('names what the package does not have', async () => {
    await list({ ...all, cobol: 'COBOL' });
    await expect(fetchBuiltIn(directory)).rejects.toThrow(/cobol/);
});
