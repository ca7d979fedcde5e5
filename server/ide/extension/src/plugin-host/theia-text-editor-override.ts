/*
 * Overrides `TextEditorExt.setDecorations` of @theia/plugin-ext 1.74.1, src/plugin/text-editor.ts. Written 2026-11.
 *
 * Upstream, every call is a message to the page and an answer. The extension for merge conflicts alone makes seven of
 * them at each key, in every browser that shows the file, to say that there are still no conflicts.
 */
import { TextEditorExt } from '@theia/plugin-ext/lib/plugin/text-editor';

interface DecoratedEditor {
    setDecorations: (this: DecoratedEditor, type: { readonly key: string }, ranges: readonly unknown[]) => void;
}

/** Has the page be told of decorations where there are some, or were: not that there are still none. */
export function tellOnlyOfDecorations(): void {
    const prototype = TextEditorExt.prototype as unknown as DecoratedEditor;
    const { setDecorations } = prototype;
    const shown = new WeakMap<DecoratedEditor, Set<string>>();
    prototype.setDecorations = function (type, ranges) {
        const types = shown.get(this) ?? new Set();
        shown.set(this, types);
        if (ranges.length > 0) {
            types.add(type.key);
        } else if (!types.delete(type.key)) {
            return;
        }
        setDecorations.call(this, type, ranges);
    };
}
