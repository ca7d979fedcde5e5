import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { fileNamesRule } from './scripts/lint/file-names.mjs';
import { layersRule } from './scripts/lint/layers.mjs';

const typed = ['**/*.ts', '**/*.tsx', 'scripts/**/*.mjs', 'eslint.config.js'];
const untyped = ['**/*.js', '**/*.mjs', '**/*.cjs'];

const nodeGlobals = Object.fromEntries(
    [
        'AbortController',
        'AbortSignal',
        'Buffer',
        'URL',
        'URLSearchParams',
        'clearInterval',
        'clearTimeout',
        'console',
        'fetch',
        'performance',
        'process',
        'setImmediate',
        'setInterval',
        'setTimeout',
        'structuredClone'
    ].map(name => [name, 'readonly'])
);

export default defineConfig(
    globalIgnores([
        '**/lib/',
        '**/dist/',
        '**/node_modules/',
        '**/src-gen/',
        '.build/',
        '.longtable/',
        'bench/results/',
        'playwright-report/',
        'plugins/built-in/',
        'server/ide/gen-*.mjs',
        'server/ide/esbuild.*',
        'test-results/'
    ]),
    {
        linterOptions: { reportUnusedDisableDirectives: 'error', reportUnusedInlineConfigs: 'error' }
    },
    js.configs.recommended,
    {
        files: typed,
        extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
        languageOptions: {
            parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname }
        },
        rules: {
            '@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
            '@typescript-eslint/consistent-type-exports': 'error',
            '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
            '@typescript-eslint/dot-notation': ['error', { allowIndexSignaturePropertyAccess: true }],
            '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
            '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'with-single-extends' }],
            '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
            '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: true } }],
            '@typescript-eslint/no-unnecessary-condition': [
                'error',
                { allowConstantLoopConditions: 'only-allowed-literals' }
            ],
            '@typescript-eslint/no-unused-vars': [
                'error',
                { argsIgnorePattern: '^_', caughtErrors: 'all', ignoreRestSiblings: true }
            ],
            '@typescript-eslint/prefer-nullish-coalescing': [
                'error',
                { ignorePrimitives: { string: true, boolean: true }, ignoreMixedLogicalExpressions: true }
            ],
            // An async function without await turns what it throws into a rejection, which callers count on.
            '@typescript-eslint/require-await': 'off',
            '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
            '@typescript-eslint/switch-exhaustiveness-check': [
                'error',
                { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: true }
            ],
            // TypeScript knows the globals better.
            'no-undef': 'off'
        }
    },
    {
        // JSDoc casts are invisible to these rules; `checkJs` does their work here.
        files: ['**/*.mjs', 'eslint.config.js'],
        rules: {
            '@typescript-eslint/no-unsafe-argument': 'off',
            '@typescript-eslint/no-unsafe-assignment': 'off',
            '@typescript-eslint/no-unsafe-member-access': 'off',
            '@typescript-eslint/no-unsafe-return': 'off'
        }
    },
    {
        files: untyped,
        ignores: typed,
        languageOptions: { globals: nodeGlobals }
    },
    {
        files: ['**/*.cjs', 'server/ide/stubs/**/*.js'],
        languageOptions: {
            sourceType: 'commonjs',
            globals: { ...nodeGlobals, exports: 'writable', module: 'readonly', require: 'readonly' }
        }
    },
    {
        plugins: { longtable: { rules: { 'file-names': fileNamesRule, layers: layersRule } } },
        rules: {
            'longtable/file-names': 'error',
            'longtable/layers': 'error',
            curly: 'error',
            eqeqeq: 'error',
            'max-lines': ['error', { max: 500 }],
            'no-var': 'error',
            'object-shorthand': 'error',
            'prefer-const': 'error'
        }
    },
    {
        // Playwright reads which fixtures a function wants from its pattern, also when it wants none.
        files: ['e2e/**/*.ts'],
        rules: { 'no-empty-pattern': 'off' }
    },
    {
        files: ['**/*.test.*', '**/*.spec.*'],
        rules: {
            'no-restricted-syntax': [
                'error',
                {
                    selector:
                        'MemberExpression[object.name=/^(test|it|describe|suite|bench)$/]' +
                        '[property.name=/^(only|skip|skipIf|runIf|todo|fixme|fails|fail)$/]',
                    message: 'Every test runs, everywhere: no focused, skipped or expected-to-fail tests.'
                },
                {
                    selector:
                        'MemberExpression[object.object.name=/^(test|it|describe)$/]' +
                        '[property.name=/^(only|skip|todo|fixme)$/]',
                    message: 'Every test runs, everywhere: no focused, skipped or expected-to-fail tests.'
                }
            ]
        }
    }
);
