import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { describe, expect, test } from 'vitest';
import { layers } from './layers.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const eslint = new ESLint({
    cwd: root,
    // The fixtures are no files, so there are no types to look up; the layer rule needs none.
    overrideConfig: [tseslint.configs.disableTypeChecked],
    ruleFilter: ({ ruleId }) => ruleId === 'longtable/layers'
});

/**
 * @param {string} filePath
 * @param {string} code
 */
async function objections(filePath, code) {
    const [result] = await eslint.lintText(code, { filePath: path.join(root, filePath) });
    expect(result?.fatalErrorCount, JSON.stringify(result?.messages)).toBe(0);
    return result?.messages.filter(message => message.ruleId === 'longtable/layers').length;
}

describe('the layer rule as the repository configures it', () => {
    test.each([
        ['common/src/a.ts', "import { x } from '@longtable/hub';"],
        ['common/src/a.ts', "import { x } from '@longtable/common';"],
        ['common/src/a.ts', "export * from '../../server/hub/src/main.js';"],
        ['server/hub/src/a.ts', "import { x } from '@longtable/agent';"],
        ['server/hub/src/a.ts', "import { x } from '../../agent/src/main.js';"],
        ['server/hub/src/a.ts', "import { x } from '../../../common/src/index.js';"],
        ['server/hub/src/deep/a.test.ts', "import { x } from '../../../../e2e/src/git-server.js';"],
        ['server/hub/src/a.ts', "const x = await import('@longtable/ide-extension');"],
        ['server/hub/src/a.ts', 'const x = await import(`@longtable/agent/${name}`);'],
        ['server/hub/src/a.ts', "type X = import('@longtable/workbench').X;"],
        ['server/hub/src/a.ts', "export { x } from '@longtable/dashboard';"],
        ['server/hub/src/a.ts', "import x = require('@longtable/agent');"],
        ['server/hub/src/a.test.ts', "vi.mock('../../agent/src/main.js');"],
        ['server/agent/src/a.ts', "import { x } from '@longtable/hub';"],
        ['server/agent/src/a.ts', "import '/srv/longtable/server/hub/lib/main.js';"],
        ['server/ide/extension/src/a.ts', "import { x } from '@longtable/agent';"],
        ['server/ide/extension/src/a.ts', "import { x } from '../../package.json';"],
        ['server/ide/scripts/package.mjs', "import { x } from '../../hub/src/main.js';"],
        ['browser/workbench/src/a.ts', "import { x } from '@longtable/ide-extension';"],
        ['browser/dashboard/src/a.tsx', "import { x } from '../../workbench/src/a.js';"],
        ['e2e/src/a.spec.ts', "import { x } from '@longtable/common';"],
        ['bench/src/a.ts', "import { x } from '@longtable/workbench';"],
        ['scripts/a.mjs', "import '@longtable/common';"],
        ['scripts/a.mjs', "import '../common/lib/index.js';"]
    ])('%s may not: %s', async (file, code) => {
        expect(await objections(file, code)).toBe(1);
    });

    test.each([
        ['server/hub/src/a.ts', "import { x } from '@longtable/common';"],
        ['server/hub/src/a.ts', "import { x } from './runtime/runtime.js';\nimport path from 'node:path';"],
        ['server/hub/src/a.ts', "import { x } from '@longtable/common/egress';"],
        ['server/hub/src/runtime/a.ts', "import { x } from '../store/store.js';"],
        ['server/ide/extension/src/a.ts', "import { x } from '@theia/core/lib/node';"],
        ['browser/workbench/src/a.ts', "import { x } from '@longtable/common';"],
        ['common/src/a.ts', "import { z } from 'zod';\nexport * from './ids.js';"],
        ['e2e/src/a.spec.ts', "import { x } from './git-server.js';"]
    ])('%s may: %s', async (file, code) => {
        expect(await objections(file, code)).toBe(0);
    });

    test('every workspace of ours is a room', async () => {
        const manifest = /** @type {{ workspaces: string[] }} */ (
            JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'))
        );
        const ours = manifest.workspaces.filter(folder => !folder.includes('/stubs/'));
        expect(ours.filter(folder => !(folder in layers))).toEqual([]);
    });
});
