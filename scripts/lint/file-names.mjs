import path from 'node:path';

/**
 * Files are named in kebab-case after the one idea they hold, such as `live-document.test.ts`.
 *
 * @type {import('eslint').Rule.RuleModule}
 */
export const fileNamesRule = {
    meta: {
        type: 'suggestion',
        schema: [],
        messages: { name: "Name the file in kebab-case, e.g. 'live-document.ts', not '{{ name }}'." }
    },
    create(context) {
        const name = path.basename(context.filename);
        return {
            Program: node => {
                if (!/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)+$/.test(name)) {
                    context.report({ node, messageId: 'name', data: { name } });
                }
            }
        };
    }
};
