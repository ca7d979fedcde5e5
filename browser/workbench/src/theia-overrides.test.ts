import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const { resolve } = createRequire(join(process.cwd(), 'package.json'));

/**
 * Which file overrides what, or relies on it without an API that promises it. When one of these fails, Theia has
 * changed: read the new upstream member, adapt the file that it stands below, then record the new hash.
 */
const overridden = {
    'co-authors/theia-scm-commit-widget-override.tsx': {
        '@theia/scm/lib/browser/scm-commit-widget.js': {
            renderInput: 'f630a211daca2294'
        }
    },
    'connection/departure-service.ts': {
        '@theia/core/lib/browser/window/default-window-service.js': {
            setSafeToShutDown: '431460f365db51a7'
        }
    },
    'connection/theia-ws-connection-source-override.ts': {
        '@theia/core/lib/browser/messaging/ws-connection-source.js': {
            createWebSocket: 'f4f11d4202a29f9a',
            createChannel: '1f0f1e229d2fc233',
            negogiateReconnect: '7144b0923aa5d5c6',
            handleSocketConnected: '81119e4d410459af',
            connectNewChannel: '169bba121be9d337'
        }
    },
    'connection/unsaved-text-contribution.ts': {
        '@theia/core/lib/browser/messaging/ws-connection-source.js': {
            negogiateReconnect: '7144b0923aa5d5c6'
        }
    },
    'connection/unsaved-text-service.ts': {
        '@theia/monaco/lib/browser/monaco-editor-model.js': {
            constructor: '094f483820bf4d0a'
        }
    },
    'documents/live-editor-model-factory.ts': {
        '@theia/monaco/lib/browser/monaco-text-model-service.js': {
            createModel: '1be54f9aa6322491'
        }
    },
    'documents/live-editor-model.ts': {
        '@theia/monaco/lib/browser/monaco-editor-model.js': {
            initialize: '26d28ba124113ff8',
            fireDidChangeContent: 'eb52a2b508869efd',
            setDirty: '45bbe32df5c8d155',
            doSave: 'bef8bfbca75af652',
            sync: 'aac73c8a9fd92d90',
            revert: '2d45cb2e8c42b71c',
            getEncoding: '09d92d6dba40e6d7',
            setEncoding: '291da372bf649740',
            createSnapshot: 'dfd8785c3d8d1446',
            applySnapshot: '52a0b309281bcfce',
            serialize: 'ed507e0354f2c965',
            save: '83b463646aa74c64'
        },
        '@theia/monaco/lib/browser/monaco-workspace.js': {
            openEditorIfDirty: 'f1e256ec4fde028a'
        }
    },
    'documents/live-editor-mover.ts': {
        '@theia/filesystem/lib/browser/filesystem-frontend-contribution.js': {
            pushMove: '362637e92b3af193',
            applyMove: '23b434e33ab29983',
            updateWidget: '6d601a330b250b9f'
        }
    },
    'documents/live-resource-resolver.ts': {
        '@theia/core/lib/common/resource.js': {
            get: '4d0d5135e621d9a4'
        }
    },
    'documents/theia-monaco-status-bar-override.ts': {
        '@theia/monaco/lib/browser/monaco-status-bar-contribution.js': {
            activate: '597c8dc36ea44ce3',
            setLineEndingWidget: '071cd89434c1c818'
        }
    },
    'documents/theia-saveable-service-override.ts': {
        '@theia/core/lib/browser/saveable-service.js': {
            closeWithSaving: 'a20023a08dc6810a',
            closeWithoutSaving: '6726afd78be6b230',
            shouldSaveWidget: '0f5d64a8a3d21933',
            applySaveableWidget: 'd54876d6aa09c3b9'
        },
        '@theia/filesystem/lib/browser/filesystem-saveable-service.js': {
            saveSnapshot: '9c6bb6245501bcef'
        }
    },
    'documents/theia-text-model-override.ts': {
        '@theia/monaco-editor-core/esm/vs/editor/common/model/textModel.js': {
            undo: '9d532054f102f5fe',
            redo: '68f3072f3c7cbc5c',
            canUndo: 'd861a5e98970d1ac',
            canRedo: '3a387e43ef3b10d0',
            pushEOL: '9147edfd456a8a6c',
            setEOL: '8d817218cd59000d',
            setValue: '6d33debcc7fa43ad',
            pushStackElement: 'e82aef73c02192a5',
            popStackElement: '16e6994ffac8e0f0',
            _pushEditOperations: '3480ffbe8647e617',
            _applyUndoRedoEdits: '758cc408e0dcc2a6',
            applyEdits: 'c4457fb8602215d2'
        },
        '@theia/monaco-editor-core/esm/vs/editor/common/model/editStack.js': {
            pushEOL: '4d0ff7986d63f4bc',
            pushEditOperation: '66d8360afec919e1'
        }
    },
    'extensions/theia-hosted-plugin-server-override.ts': {
        '@theia/plugin-ext/lib/hosted/common/hosted-plugin.js': {
            syncPlugins: 'fe6dec953a00244a'
        }
    },
    'layout/layout-capture.ts': {
        '@theia/debug/lib/browser/debug-frontend-application-contribution.js': {
            onStop: 'f4d44466e05f4395'
        }
    },
    'layout/theia-shell-layout-restorer-override.ts': {
        '@theia/core/lib/browser/shell/shell-layout-restorer.js': {
            storeLayout: '148eb58790bd0e39',
            storePerspectiveLayouts: '4a367b4d9e759a68',
            deflate: '78236c34e7edbc69'
        },
        '@theia/terminal/lib/browser/terminal-widget-impl.js': {
            storeState: '0349f7df9190476f'
        }
    },
    'layout/view-sizes.ts': {
        '@theia/core/lib/browser/view-container.js': {
            doRestoreState: '7484fe51c75f1cf2'
        }
    },
    'product/theia-about-dialog-override.tsx': {
        '@theia/core/lib/browser/about-dialog.js': {
            renderHeader: 'ddc79871ab3e1137'
        }
    },
    'roles/theia-command-registry-override.ts': {
        '@theia/core/lib/common/command.js': {
            getActiveHandler: 'ef9aef8e1ef5625e',
            getVisibleHandler: 'ddcd0b46a74c0cbe'
        }
    },
    'roles/theia-menu-model-registry-override.ts': {
        '@theia/core/lib/common/menu/menu-model-registry.js': {
            onStart: 'ad7062dc08720299'
        }
    },
    'server/hub/src/workbench-states/portable-layout.ts': {
        '@theia/core/lib/browser/shell/shell-layout-restorer.js': {
            convertToDescription: '9ac705bc2bfec944',
            parse: '72d01a612d45768d'
        },
        '@theia/core/lib/browser/shell/application-shell.js': {
            getLayoutData: '5cc2e279ba770387'
        }
    },
    'sharing/share-dialog.tsx': {
        '@theia/core/lib/browser/dialogs.js': {
            preventTabbingOutsideDialog: 'c668712c6f7734b3'
        }
    },
    'shell/theia-application-shell-override.ts': {
        '@theia/core/lib/browser/shell/application-shell.js': {
            setTopPanelVisibility: '2ed862060ef86981',
            getLayoutData: '5cc2e279ba770387',
            expandBottomPanel: '3a6e4592bfdd595d',
            closeMany: 'cf832dc7a8203875'
        }
    },
    'storage/shared-keys.ts': {
        '@theia/core/lib/browser/theming.js': {
            loadUserTheme: '5e3b7f499f64d80f'
        }
    },
    'storage/theia-local-storage-service-override.ts': {
        '@theia/core/lib/browser/storage-service.js': {
            prefix: '35ea9bbf171c8a47',
            setData: 'f985fa19de8519c6',
            getData: 'a8d390287dfa89c3'
        },
        '@theia/core/lib/browser/window/default-window-service.js': {
            registerPageHideListener: 'f118e40b9a7c3315'
        }
    },
    'table/summons-contribution.ts': {
        '@theia/messages/lib/browser/notifications-manager.js': {
            getMessageId: '5e4df662b5668279'
        }
    },
    'tasks/start-up-terminals.ts': {
        '@theia/terminal/lib/browser/terminal-widget-impl.js': {
            attachTerminal: 'd719db3c211f90df'
        }
    },
    'typing/theia-base-widget-override.ts': {
        '@theia/core/lib/browser/widgets/widget.js': {
            onAfterAttach: '8659e9e759e5dc90'
        }
    },
    'typing/theia-decorations-service-override.ts': {
        '@theia/core/lib/browser/decorations-service.js': {
            getOrRetrieve: '64b5a7645ffc25a5',
            keepItem: 'b6e93c83fd66c8b8'
        }
    },
    'typing/theia-editor-manager-override.ts': {
        '@theia/editor-preview/lib/browser/editor-preview-manager.js': {
            doOpen: '318a5fe9189f71e8'
        },
        '@theia/editor/lib/browser/editor-manager.js': {
            revealSelection: '21ad79d22b1062f2'
        }
    },
    'typing/theia-folders-preferences-provider-override.ts': {
        '@theia/preferences/lib/browser/folders-preferences-provider.js': {
            getFolderProviders: '18327a7a114b7f3c',
            updateProviders: '9a5558a391e5a0bd'
        }
    },
    'typing/theia-monaco-outline-contribution-override.ts': {
        '@theia/monaco/lib/browser/monaco-outline-contribution.js': {
            updateOutline: '4e9b598cc604c7c3',
            handleCurrentEditorChanged: 'dc3d077ca0652bac'
        }
    },
    'typing/theia-navigation-location-service-override.ts': {
        '@theia/editor/lib/browser/navigation/navigation-location-service.js': {
            startNavigation: '579536ead2e877c9',
            endNavigation: 'b3de8876601290fc',
            debug: '7319e42e312eb613',
            'get stackDump': 'f6a64518ead22860'
        }
    },
    'typing/theia-problem-manager-override.ts': {
        '@theia/markers/lib/browser/marker-manager.js': {
            setMarkers: '2d27c2dd0e48573d',
            getMarkers: '4e7743cf75790c98'
        }
    },
    'typing/theia-scm-decorations-service-override.ts': {
        '@theia/scm/lib/browser/decorations/scm-decorations-service.js': {
            applyEditorDecorations: '4b93c5a4db7175d7',
            createUpdateTask: '9b820426a63322a8'
        }
    },
    'typing/theia-status-bar-override.ts': {
        '@theia/core/lib/browser/status-bar/status-bar.js': {
            constructor: 'ab2f641144733812'
        }
    }
} as const;

const members = Object.entries(overridden).flatMap(([adapt, files]) =>
    Object.entries<Record<string, string>>(files).flatMap(([file, hashes]) =>
        Object.entries(hashes).map(([member, hash]) => [file, member, hash, adapt] as const)
    )
);

test.each(members)('%s: %s is as it was when it was last read', (file, member, hash, adapt) => {
    const text = memberOf(readFileSync(resolve(file), 'utf8'), member);
    expect(createHash('sha256').update(text).digest('hex').slice(0, 16), `adapt ${adapt}`).toBe(hash);
});

/** Names that are gone when Theia is compiled, and stand as numbers here; versions of what Theia brings along. */
test.each([
    ['@theia/filesystem/lib/common/files.d.ts', 'MOVE = 2', 'documents/live-editor-mover.ts'],
    ['@theia/editor/lib/browser/editor.d.ts', 'Decode = 1', 'documents/live-editor-model.ts'],
    [
        '@theia/core/lib/browser/shell/side-panel-handler.d.ts',
        'expanding = "expanding"',
        'shell/theia-application-shell-override.ts'
    ],
    ['@theia/monaco-editor-core/esm/vs/editor/common/model.d.ts', 'CRLF = 1', 'documents/theia-text-model-override.ts'],
    [
        '@theia/monaco-editor-core/esm/vs/editor/common/model.d.ts',
        'NeverGrowsWhenTypingAtEdges = 1',
        'table/monaco-enums.ts'
    ],
    ['@theia/monaco-editor-core/esm/vs/editor/common/model.d.ts', 'Inline = 1', 'table/monaco-enums.ts'],
    ['@theia/monaco-editor-core/esm/vs/editor/browser/editorBrowser.d.ts', 'ABOVE = 1', 'table/monaco-enums.ts'],
    ['@theia/monaco-editor-core/esm/vs/editor/browser/editorBrowser.d.ts', 'BELOW = 2', 'table/monaco-enums.ts'],
    ['@theia/core/package.json', '"perfect-scrollbar": "1.5.5"', 'typing/perfect-scrollbar-override.ts'],
    ['perfect-scrollbar/package.json', '"version": "1.5.5"', 'typing/perfect-scrollbar-override.ts']
])('%s: %s', (file, value, adapt) => {
    expect(readFileSync(resolve(file), 'utf8'), `adapt ${adapt}`).toContain(value);
});

test('a member that is gone is noticed', () => {
    expect(() => memberOf('class A {\n    other() {\n    }\n}', 'member')).toThrow('member');
});

/** The text of a class's member in a compiled file: from its name to the first closing brace in the same column. */
function memberOf(source: string, member: string): string {
    const found = new RegExp(`^ {4}(?:async )?${member}\\([^]*?^ {4}\\}`, 'm').exec(source);
    if (!found) {
        throw new Error(`There is no ${member} any more.`);
    }
    return found[0].replace(/\s+/g, ' ');
}
