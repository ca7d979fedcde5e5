/** Something to begin with, as the welcome view offers it. */
export interface WelcomeAction {
    readonly command: string;
    readonly label: string;
    readonly icon: string;
    readonly description: string;
}

export const welcomeActions: readonly WelcomeAction[] = [
    {
        command: 'file-search.openFile',
        label: 'Open File…',
        icon: 'go-to-file',
        description: 'Find a file by its name'
    },
    { command: 'terminal:new', label: 'New Terminal', icon: 'terminal', description: 'A shell in the workspace' },
    {
        command: 'search-in-workspace.open',
        label: 'Search',
        icon: 'search',
        description: 'Look for text in all files'
    },
    {
        command: 'scmView:toggle',
        label: 'Source Control',
        icon: 'source-control',
        description: 'Review and commit changes'
    },
    {
        command: 'workbench.action.showCommands',
        label: 'Command Palette',
        icon: 'list-selection',
        description: 'Everything the workbench can do'
    }
];

/** Keys worth knowing that are not already beside an action. */
export const welcomeHints: readonly { readonly command: string; readonly label: string }[] = [
    { command: 'workbench.action.terminal.toggleTerminal', label: 'Show or hide the terminal' },
    { command: 'editor.action.revealDefinition', label: 'Go to the definition' },
    { command: 'editor.action.formatDocument', label: 'Format the file' },
    { command: 'editor.action.rename', label: 'Rename a symbol' },
    { command: 'editor.action.commentLine', label: 'Comment a line in or out' },
    { command: 'workbench.action.debug.start', label: 'Start debugging' }
];
