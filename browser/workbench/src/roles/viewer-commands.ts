/** Beginnings of the ids of commands that change something or run something, which a viewer is not offered. */
const refused = [
    // Terminals, tasks, tests, debugging
    'terminal:',
    'workbench.action.terminal.',
    'workbench.action.showAllTerminals',
    'task:',
    'workbench.action.tasks.',
    'testing.',
    'debug.',
    'debug:',
    'editor.debug.action.',
    'workbench.action.debug.',
    'workbench.debug.action.',
    'extension.node-debug',
    'extension.js-debug',
    // Source control
    'git.',
    'scm.',
    'scm:',
    'scmView:',
    'merge-conflict.',
    'npm.',
    'references-view.removeReferenceItem',
    // Files
    'file.newFile',
    'file.newFolder',
    'file.rename',
    'file.delete',
    'file.duplicate',
    'file.upload',
    'file-explorer-paste',
    'workbench.action.files.newUntitledTextFile',
    'workbench.action.files.newFile',
    'workbench.action.files.pickNewFile',
    'core.save',
    'core.cut',
    'core.paste',
    'core.toggleAutoSave',
    'navigator.toggle.autoSave',
    'workspace:',
    // Text
    'editor.action.commentLine',
    'editor.action.blockComment',
    'editor.action.rename',
    'editor.action.formatDocument',
    'editor.action.formatSelection',
    'editor.action.organizeImports',
    'editor.action.quickFix',
    'editor.action.refactor',
    'editor.action.sourceAction',
    'editor.action.autoFix',
    'editor.action.fixAll',
    'search-in-workspace.replace',
    'search.replace',
    // Extensions
    'vsxExtensions.',
    'plugin:',
    'hosted-plugin:'
] as const;

/** Whether a command is left out for someone who may only view. What is really refused is refused by the server. */
export function isRefusedForViewers(commandId: string): boolean {
    return refused.some(beginning => commandId.startsWith(beginning));
}
