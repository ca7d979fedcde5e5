/**
 * Defaults that differ from Theia's; people change them like any other setting.
 * Values are Theia's own, so that its preference editor shows them as they are.
 */
export const defaultPreferences: Readonly<Record<string, string | number | boolean>> = {
    // A workspace outlives a page, so text should rarely exist in a page alone.
    'files.autoSave': 'afterDelay',
    'files.autoSaveDelay': 1000,
    // The sandbox is the boundary, not a question at each start.
    'security.workspace.trust.enabled': false,
    // Every open page has its own plugin host: several fetches at once meet at the lock of one repository.
    'git.autofetch': false,
    'window.menuBarVisibility': 'classic',
    'window.title': '${dirty} ${activeEditorShort}${separator}${workspaceName}${separator}${appName}',
    'window.titleSeparator': ' - ',
    'workbench.editor.revealIfOpen': true,
    'workbench.tree.renderIndentGuides': 'onHover',
    'breadcrumbs.enabled': true,
    'editor.bracketPairColorization.enabled': true,
    'editor.guides.bracketPairs': 'active',
    'editor.minimap.enabled': false,
    'editor.scrollBeyondLastLine': false,
    'editor.stickyScroll.enabled': true,
    'editor.fontFamily':
        "'JetBrains Mono', 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace",
    'editor.fontSize': 13,
    'diffEditor.ignoreTrimWhitespace': false,
    'terminal.integrated.scrollback': 10_000,
    'terminal.integrated.fontFamily':
        "'JetBrains Mono', 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace",
    'terminal.integrated.fontSize': 13,
    'terminal.integrated.cursorBlinking': true,
    // Leaving asks only when something is not saved.
    'application.confirmExit': 'ifRequired'
};
