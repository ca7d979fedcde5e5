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

// Half a megabyte of tables for encodings that hardly any file has would have to be read at each start.
const encodingsApart = {
    name: 'encodings-apart',
    setup(context) {
        context.onResolve({ filter: /^iconv-lite$/ }, ({ kind }) =>
            kind === 'dynamic-import' ? { path: './iconv.mjs', external: true } : undefined
        );
    }
};

// Its form for Node imports node:crypto, and static imports of what is loaded late are moved to where the agent starts.
const cryptoOfBrowsers = fileURLToPath(import.meta.resolve('lib0/webcrypto')).replace(/\.node\.js$/, '.js');

/** Builds `agent.mjs` and `connect.mjs`, each one self-contained file but for `iconv.mjs`, which the agent reads when needed. */
export async function bundle(outdir = join(here, 'dist')) {
    await build({
        entryPoints: {
            agent: join(here, 'src/main.ts'),
            connect: join(here, 'src/egress/connect.ts'),
            iconv: fileURLToPath(import.meta.resolve('iconv-lite'))
        },
        outdir,
        outExtension: { '.js': '.mjs' },
        bundle: true,
        platform: 'node',
        target: 'node24',
        format: 'esm',
        minify: true,
        sourcemap: true,
        legalComments: 'none',
        // ws is CommonJS, and a module has no require of its own.
        banner: { js: `import{createRequire}from'node:module';const require=createRequire(import.meta.url);` },
        alias: {
            'lib0/webcrypto': cryptoOfBrowsers,
            // Its other build asks for its parts in a way that cannot be bundled.
            'jsonc-parser': 'jsonc-parser/lib/esm/main.js'
        },
        logLevel: 'warning',
        plugins: [englishOnly, encodingsApart]
    });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
    await bundle();
}
