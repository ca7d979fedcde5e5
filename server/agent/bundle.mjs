import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));

// The agent answers in codes and English sentences of its own; zod's translations would be half of the bundle.
const englishOnly = {
    name: 'english-only',
    setup(context) {
        context.onLoad({ filter: /zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, ({ path }) => ({
            contents: `export { default as en } from './en.js';`,
            resolveDir: dirname(path)
        }));
    }
};

/** Builds `agent.mjs` and `connect.mjs`, each one self-contained file. */
export async function bundle(outdir = join(here, 'dist')) {
    await build({
        entryPoints: { agent: join(here, 'src/main.ts'), connect: join(here, 'src/egress/connect.ts') },
        outdir,
        outExtension: { '.js': '.mjs' },
        bundle: true,
        platform: 'node',
        target: 'node24',
        format: 'esm',
        minify: true,
        sourcemap: true,
        legalComments: 'none',
        // Its other build asks for its parts in a way that cannot be bundled.
        alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
        // ws is CommonJS, and a module has no require of its own.
        banner: { js: `import{createRequire}from'node:module';const require=createRequire(import.meta.url);` },
        logLevel: 'warning',
        plugins: [englishOnly]
    });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
    await bundle();
}
