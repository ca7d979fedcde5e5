/**
 * What of a service may be called with which capability of `@longtable/common`.
 *
 * - `edit`: nothing of it without that capability
 * - `frontend`: the service is in the browser, and the backend calls it
 * - lists: the methods that `read` is enough for, and those that need `edit`
 *
 * What is in no list needs `edit`; a test wants everything in one.
 */
export type ServiceAccess =
    'edit' | 'frontend' | { readonly read: readonly string[]; readonly edit: readonly string[] };

/** Every path that a channel can be opened at. */
export const rpcAccess: Readonly<Record<string, ServiceAccess>> = {
    '/localization-server': { read: ['loadLocalization'], edit: ['initialize', 'waitForInitialization'] },
    '/os': { read: ['getBackendOS'], edit: [] },
    '/services/ChannelCloseService': { read: ['markForClose'], edit: [] },
    '/services/application': {
        read: [
            'getApplicationInfo',
            'getApplicationPlatform',
            'getApplicationRoot',
            'getBackendOS',
            'getExtensionsInfos'
        ],
        edit: []
    },
    '/services/cli-preferences': {
        read: ['getPreferences', 'getSessionPreferences'],
        edit: ['configure', 'enhanceArgs', 'parseInto', 'setArguments']
    },
    '/services/commands': 'frontend',
    '/services/debug': 'edit',
    '/services/envs': {
        read: ['getConfigDirUri', 'getDrives', 'getExecPath', 'getHomeDirUri', 'getValue', 'getVariables'],
        edit: ['makeConfiguration']
    },
    // Themes, grammars and icons of the extensions. Running one is `onMessage`, and there is no process for who may not.
    '/services/hostedPlugin': {
        read: [
            'getDeployedPluginIds',
            'getDeployedPlugins',
            'getDisabledPluginIds',
            'getExtPluginAPI',
            'getInstalledPluginIds',
            'getUninstalledPluginIds'
        ],
        edit: [
            'backendPluginHostableFilter',
            'dispose',
            'getServerName',
            'init',
            'isInstalledPlugin',
            'onMessage',
            'setClient'
        ]
    },
    '/services/i18n': {
        read: ['getAvailableLanguages', 'getCurrentLanguage', 'loadLocalization'],
        edit: ['addLocalizations', 'setCurrentLanguage']
    },
    '/services/keyStore': 'edit',
    '/services/languageModelDelegatePath': 'edit',
    '/services/languageModelRegistryDelegatePath': 'edit',
    '/services/languagePackService': { read: ['getBundle'], edit: ['deleteBundle', 'storeBundle'] },
    // See `viewOf`: what is sent here is dropped.
    '/services/logger': {
        read: ['child', 'getLogLevel', 'log'],
        edit: ['dispose', 'init', 'logToFile', 'setClient', 'setLogLevel']
    },
    '/services/mcpOAuthFrontendDelegate': 'edit',
    '/services/mcpservermanager': 'edit',
    '/services/mcpservermanagerserver': 'edit',
    '/services/messageService': 'frontend',
    '/services/plugin-ext': {
        read: ['getDisabledPlugins', 'getInstalledPlugins', 'getUninstalledPlugins'],
        edit: [
            'announce',
            'disablePlugin',
            'doInstall',
            'enablePlugin',
            'getAllStorageValues',
            'getStorageValue',
            'install',
            'setStorageValue',
            'uninstall'
        ]
    },
    // It makes directories, and without it the workbench does not wait for extensions to start that never will.
    '/services/plugin-paths': 'edit',
    '/services/quickInput': 'frontend',
    '/services/quickPick': 'frontend',
    // Numbers of open files could be those of anybody, hence no `open` and `read`.
    '/services/remote-filesystem': {
        read: [
            'access',
            'fsPath',
            'getCapabilities',
            'getReadOnlyMessage',
            'readFile',
            'readFileStream',
            'readdir',
            'stat',
            'unwatch',
            'watch'
        ],
        edit: [
            'close',
            'copy',
            'delete',
            'dispose',
            'init',
            'mkdir',
            'open',
            'read',
            'rename',
            'setClient',
            'updateFile',
            'write',
            'writeFile'
        ]
    },
    // Terminals of all; who may only read does not attach to them.
    '/services/longtable-start-up': 'edit',
    // Requests to other machines, in the name of the workspace.
    '/services/request-service': 'edit',
    '/services/search': { read: ['find'], edit: ['doFind', 'getSearchArgs', 'rawProcessFactory'] },
    '/services/search-in-workspace': {
        read: ['cancel', 'search'],
        edit: [
            'addGlobArgs',
            'dispose',
            'extractSearchPathsFromIncludes',
            'getAbsolutePathFromPattern',
            'getArgs',
            'getRoot',
            'isPatternRelative',
            'rawProcessFactory',
            'replaceRelativeToAbsolute',
            'setClient',
            'wrapUpSearch'
        ]
    },
    '/services/shell-terminal': 'edit',
    '/services/stopwatch': 'edit',
    '/services/task': 'edit',
    '/services/terminal': 'edit',
    '/services/token-usage': 'edit',
    '/services/vsx-environment': {
        read: ['getOvsxRouterConfig', 'getRateLimit', 'getRegistryApiUri', 'getRegistryUri', 'getVscodeApiVersion'],
        edit: []
    },
    // Requests to the registry of extensions.
    '/services/vsx-registry': 'edit',
    // See `viewOf`: the workspace that is open is not remembered.
    '/services/workspace': {
        read: ['getMostRecentlyUsedWorkspace', 'getRecentWorkspaces', 'setMostRecentlyUsedWorkspace'],
        edit: [
            'doInit',
            'getRoot',
            'getUserStoragePath',
            'getWorkspaceURIFromCli',
            'init',
            'onStart',
            'readJsonFromFile',
            'readRecentWorkspacePathsFromUserHome',
            'removeOldUntitledWorkspaces',
            'removeRecentWorkspace',
            'workspaceStillExist',
            'writeToFile',
            'writeToUserHome'
        ]
    }
};

/** Patterns of paths that carry something else than calls of methods: the input and output of processes. */
export const rawChannelAccess: Readonly<Record<string, 'edit'>> = {
    '/services/debug-adapter/:id': 'edit',
    '/services/terminals/:id': 'edit'
};
