import path from 'node:path';

/**
 * The arrows of the architecture: which packages of ours each room may import, by name. Rooms are the folders of the
 * repository, the innermost one wins. What is not listed (root files and `scripts`) imports nothing of ours.
 *
 * @type {Readonly<Record<string, readonly string[]>>}
 */
export const layers = {
    common: [],
    'browser/dashboard': ['@longtable/common'],
    'browser/workbench': ['@longtable/common'],
    'server/hub': ['@longtable/common'],
    // For its tests only: the git server that the browser tests use too.
    'server/agent': ['@longtable/common', '@longtable/e2e/git-server'],
    'server/ide': ['@longtable/common'],
    'server/ide/extension': ['@longtable/common'],
    e2e: [],
    // It starts the same servers as the browser tests, and speaks as replicas do.
    bench: ['@longtable/common', '@longtable/e2e'],
    plugins: [],
    'plugins/python': []
};

/**
 * The room that a path relative to the root lies in, `''` for the root itself.
 *
 * @param {string} file
 */
export function roomOf(file) {
    const rooms = Object.keys(layers).filter(room => file === room || file.startsWith(`${room}/`));
    return rooms.sort((a, b) => b.length - a.length)[0] ?? '';
}

/**
 * Why a file may not import something, or undefined when it may.
 *
 * @param {string} file path relative to the root, with slashes
 * @param {string} specifier as it stands in the import
 */
export function objectionTo(file, specifier) {
    const room = roomOf(file);
    const name = room || 'the root';
    if (/^(\.{1,2}(\/|$)|\/|file:)/.test(specifier)) {
        if (!specifier.startsWith('.')) {
            return `Import by package name or by a relative path, not by the absolute path '${specifier}'.`;
        }
        const target = path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier));
        return target.startsWith('../') || roomOf(target) !== room
            ? `'${specifier}' leaves ${name}. Packages reach each other by name, and only along the arrows of the design.`
            : undefined;
    }
    if (specifier.startsWith('@longtable/')) {
        const allowed = layers[room] ?? [];
        // Which parts of a package can be named is up to the `exports` of its manifest.
        if (!allowed.some(packageName => specifier === packageName || specifier.startsWith(`${packageName}/`))) {
            return `${name} may not import '${specifier}'; it imports ${allowed.join(', ') || 'nothing of ours'}.`;
        }
    }
    return undefined;
}

/**
 * Holds {@link layers} for every way to import: statements, `import()`, types, `require` and module mocks.
 *
 * @type {import('eslint').Rule.RuleModule}
 */
export const layersRule = {
    meta: {
        type: 'problem',
        schema: [],
        messages: { layer: '{{ objection }}' }
    },
    create(context) {
        const file = path.relative(context.cwd, context.filename).split(path.sep).join('/');

        /** @param {unknown} node */
        const check = node => {
            const source = /** @type {import('estree').Node | null | undefined} */ (node);
            let specifier;
            if (source?.type === 'Literal' && typeof source.value === 'string') {
                specifier = source.value;
            } else if (source?.type === 'TemplateLiteral') {
                specifier = source.quasis[0]?.value.cooked ?? '';
            }
            const objection = specifier === undefined ? undefined : objectionTo(file, specifier);
            if (source && objection !== undefined) {
                context.report({ node: source, messageId: 'layer', data: { objection } });
            }
        };

        return {
            ImportDeclaration: node => check(node.source),
            ExportNamedDeclaration: node => check(node.source),
            ExportAllDeclaration: node => check(node.source),
            ImportExpression: node => check(node.source),
            TSImportType: (/** @type {{ source?: unknown }} */ node) => check(node.source),
            TSExternalModuleReference: (/** @type {{ expression: unknown }} */ node) => check(node.expression),
            CallExpression: node => {
                const callee = context.sourceCode.getText(node.callee);
                if (
                    /^(require(\.resolve)?|import\.meta\.resolve|vi\.(mock|doMock|importActual|importMock))$/.test(
                        callee
                    )
                ) {
                    check(node.arguments[0]);
                }
            }
        };
    }
};
