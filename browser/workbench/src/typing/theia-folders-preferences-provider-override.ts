// Upstream: @theia/preferences 1.74.1, browser/folders-preferences-provider.ts, `FoldersPreferencesProvider`.
// Which settings files hold for a resource is worked out from the addresses of all of them whenever a preference is
// read, which happens several times at each key.

/** For so many resources it is remembered. */
const MOST = 500;

/** What is used of `FoldersPreferencesProvider`, which does not promise it. */
export interface SettingsFiles {
    getFolderProviders: (this: SettingsFiles, resource?: string) => readonly unknown[];
    updateProviders: (this: SettingsFiles) => void;
}

/** Has it remembered which settings files hold for a resource, until there are others. */
export function rememberSettingsFiles(prototype: SettingsFiles): void {
    const { getFolderProviders, updateProviders } = prototype;
    const remembered = new WeakMap<SettingsFiles, Map<string, readonly unknown[]>>();
    prototype.getFolderProviders = function (resource = '') {
        let known = remembered.get(this);
        if (known === undefined || known.size >= MOST) {
            known = new Map();
            remembered.set(this, known);
        }
        let providers = known.get(resource);
        if (providers === undefined) {
            providers = getFolderProviders.call(this, resource);
            known.set(resource, providers);
        }
        return providers;
    };
    prototype.updateProviders = function () {
        updateProviders.call(this);
        remembered.delete(this);
    };
}
