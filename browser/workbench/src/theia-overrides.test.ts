import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const { resolve } = createRequire(join(process.cwd(), 'package.json'));

/**
 * What the workbench overrides, or relies on without an API that promises it. When one of these fails, Theia has
 * changed: read the new upstream member, adapt the file in the last column, then record the new hash.
 */
const members = [
    [
        '@theia/core/lib/browser/shell/application-shell.js',
        'setTopPanelVisibility',
        '2ed862060ef86981',
        'shell/theia-application-shell-override.ts'
    ],
    [
        '@theia/core/lib/browser/about-dialog.js',
        'renderHeader',
        'ddc79871ab3e1137',
        'product/theia-about-dialog-override.tsx'
    ],
    [
        '@theia/core/lib/browser/messaging/ws-connection-source.js',
        'negogiateReconnect',
        '7144b0923aa5d5c6',
        'connection/unsaved-text-contribution.ts'
    ],
    [
        '@theia/core/lib/browser/window/default-window-service.js',
        'setSafeToShutDown',
        '431460f365db51a7',
        'connection/departure-service.ts'
    ],
    [
        '@theia/monaco/lib/browser/monaco-editor-model.js',
        'constructor',
        '094f483820bf4d0a',
        'connection/unsaved-text-service.ts'
    ],
    [
        '@theia/core/lib/browser/storage-service.js',
        'prefix',
        '35ea9bbf171c8a47',
        'storage/theia-local-storage-service-override.ts'
    ],
    [
        '@theia/core/lib/browser/storage-service.js',
        'setData',
        'f985fa19de8519c6',
        'storage/theia-local-storage-service-override.ts'
    ],
    [
        '@theia/scm/lib/browser/scm-commit-widget.js',
        'renderInput',
        'f630a211daca2294',
        'co-authors/theia-scm-commit-widget-override.tsx'
    ],
    ['@theia/core/lib/browser/theming.js', 'loadUserTheme', '5e3b7f499f64d80f', 'storage/shared-keys.ts'],
    [
        '@theia/core/lib/common/command.js',
        'getActiveHandler',
        'ef9aef8e1ef5625e',
        'roles/theia-command-registry-override.ts'
    ],
    [
        '@theia/core/lib/common/command.js',
        'getVisibleHandler',
        'ddcd0b46a74c0cbe',
        'roles/theia-command-registry-override.ts'
    ],
    [
        '@theia/core/lib/common/menu/menu-model-registry.js',
        'onStart',
        'ad7062dc08720299',
        'roles/theia-menu-model-registry-override.ts'
    ],
    [
        '@theia/core/lib/browser/dialogs.js',
        'preventTabbingOutsideDialog',
        'c668712c6f7734b3',
        'sharing/share-dialog.tsx'
    ]
] as const;

test.each(members)('%s: %s is as it was when it was last read', (file, member, hash, adapt) => {
    const text = memberOf(readFileSync(resolve(file), 'utf8'), member);
    expect(createHash('sha256').update(text).digest('hex').slice(0, 16), `adapt ${adapt}`).toBe(hash);
});

test('a member that is gone is noticed', () => {
    expect(() => memberOf('class A {\n    other() {\n    }\n}', 'member')).toThrow('member');
});

/** The text of a class's member in a compiled file: from its name to the first closing brace in the same column. */
function memberOf(source: string, member: string): string {
    const found = new RegExp(`^ {4}${member}\\([^]*?^ {4}\\}`, 'm').exec(source);
    if (!found) {
        throw new Error(`There is no ${member} any more.`);
    }
    return found[0].replace(/\s+/g, ' ');
}
