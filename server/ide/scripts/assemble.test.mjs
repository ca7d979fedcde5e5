import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

const dist = path.join(path.dirname(import.meta.dirname), 'dist');
const build = JSON.parse(await readFile(path.join(dist, 'build.json'), 'utf8'));
const read = (/** @type {string} */ name) => readFile(path.join(dist, 'frontend', name));

test.each(Object.entries(build.files))('%s is described as it is', async (name, { size, hash, encodings }) => {
    const content = await read(name);
    expect(content.length).toBe(size);
    expect(createHash('sha256').update(content).digest('hex').slice(0, 32)).toBe(hash);
    if (encodings.length > 0) {
        expect(brotliDecompressSync(await read(`${name}.br`)).equals(content)).toBe(true);
        expect(gunzipSync(await read(`${name}.gz`)).equals(content)).toBe(true);
    }
});

test('every file is in the list', async () => {
    const entries = await readdir(path.join(dist, 'frontend'), { recursive: true, withFileTypes: true });
    const names = entries
        .filter(entry => entry.isFile() && !/\.(br|gz)$/.test(entry.name))
        .map(entry => path.relative(path.join(dist, 'frontend'), path.join(entry.parentPath, entry.name)));
    expect(names.sort()).toEqual(Object.keys(build.files).sort());
    expect((await readdir(path.join(dist, 'webview'))).sort()).toEqual(Object.keys(build.webview).sort());
});

test('the pages are templates, and what has to come from their own origin is there', async () => {
    for (const page of build.pages) {
        expect((await read(page)).toString()).toContain('{{STATIC}}/');
    }
    expect(Object.keys(build.files)).toEqual(expect.arrayContaining(build.sameOrigin));
});

test('fonts are files of their own', async () => {
    expect((await read('bundle.css')).toString()).not.toMatch(/url\("?data:(font|application)/);
});

test('what a sandbox mounts holds all that runs in it, and not the workbench', async () => {
    const backend = await readdir(path.join(dist, 'backend'), { recursive: true });
    expect(backend).toEqual(
        expect.arrayContaining(
            ['main.js', 'plugin-host.js', 'parcel-watcher.js', 'native/rg'].map(name => `lib/backend/${name}`)
        )
    );
    expect(backend.filter(name => name.endsWith('pty.node'))).toHaveLength(1);
    expect(backend.filter(name => name.includes('frontend'))).toEqual([]);
});
