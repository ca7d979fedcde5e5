// Makes the extension that Theia loads: one script, its manifest, and the language server beside it.
import { cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { build } from 'esbuild';

const directory = import.meta.dirname;
const staged = path.join(directory, 'dist', 'extension');
const target = path.join(path.dirname(directory), 'built-in', 'longtable-python');

await rm(staged, { recursive: true, force: true });
await mkdir(staged, { recursive: true });

const { version } = JSON.parse(await readFile(path.join(directory, 'package.json'), 'utf8'));
const manifest = JSON.parse(await readFile(path.join(directory, 'manifest.json'), 'utf8'));
await writeFile(path.join(staged, 'package.json'), `${JSON.stringify({ ...manifest, version }, undefined, 4)}\n`);

await build({
    entryPoints: [path.join(directory, 'src', 'extension.ts')],
    outfile: path.join(staged, 'extension.cjs'),
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node24',
    minify: true,
    external: ['vscode']
});

const pyright = path.dirname(createRequire(import.meta.url).resolve('pyright/package.json'));
const server = path.join(staged, 'server');
await cp(path.join(pyright, 'dist'), server, { recursive: true, filter: file => !file.endsWith('.map') });
await cp(path.join(pyright, 'LICENSE.txt'), path.join(server, 'LICENSE.txt'));
await cp(path.join(directory, 'server.cjs'), path.join(server, 'server.cjs'));
// It is the command line's entry, which the server does not use.
await rm(path.join(server, 'pyright.js'));

await mkdir(path.dirname(target), { recursive: true });
await rm(target, { recursive: true, force: true });
await rename(staged, target);
