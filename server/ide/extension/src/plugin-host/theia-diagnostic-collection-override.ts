/*
 * Overrides `DiagnosticCollection.sendChangesToEditor` of @theia/plugin-ext 1.74.1, src/plugin/languages/diagnostics.ts.
 * Written 2026-11.
 *
 * Upstream, every call is a message to the page and an answer, also where an extension finds at each key that a file has
 * still no problems.
 */
import type { URI } from '@theia/core/shared/vscode-uri';
import { DiagnosticCollection } from '@theia/plugin-ext/lib/plugin/languages/diagnostics';

interface ToldCollection {
    readonly diagnostics: ReadonlyMap<string, readonly unknown[]>;
    sendChangesToEditor: (this: ToldCollection, uris: readonly URI[]) => void;
}

/** Has the page be told of the diagnostics of files that have some, or had: not that there are still none. */
export function tellOnlyOfDiagnostics(): void {
    const prototype = DiagnosticCollection.prototype as unknown as ToldCollection;
    const { sendChangesToEditor } = prototype;
    const shown = new WeakMap<ToldCollection, Set<string>>();
    prototype.sendChangesToEditor = function (uris) {
        const files = shown.get(this) ?? new Set();
        shown.set(this, files);
        const changed = uris.filter(uri => {
            const file = uri.toString();
            const had = files.delete(file);
            const has = (this.diagnostics.get(file) ?? []).length > 0;
            if (has) {
                files.add(file);
            }
            return had || has;
        });
        if (changed.length > 0) {
            sendChangesToEditor.call(this, changed);
        }
    };
}
