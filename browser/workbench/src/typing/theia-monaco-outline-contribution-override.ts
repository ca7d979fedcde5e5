// Upstream: @theia/monaco 1.74.1, browser/monaco-outline-contribution.ts.
// The symbols of a file are asked of its language at each key and each move of the caret, before the letter is drawn.
// Here when typing pauses, as in VS Code.
import debounce from '@theia/core/shared/lodash.debounce';
import { injectable } from '@theia/core/shared/inversify';
import { type Range } from '@theia/editor/lib/browser/editor';
import { MonacoOutlineContribution } from '@theia/monaco/lib/browser/monaco-outline-contribution';

/** How long nothing has to happen, and how long is waited for that at most, in milliseconds. */
const PAUSE_MS = 250;
const LONGEST_MS = 1000;

@injectable()
export class LongtableMonacoOutlineContribution extends MonacoOutlineContribution {
    protected readonly updateSoon = debounce((selection?: Range) => void super.updateOutline(selection), PAUSE_MS, {
        maxWait: LONGEST_MS
    });

    protected override updateOutline(selection?: Range): Promise<void> {
        // What the outline itself selects in the editor changes nothing in the outline.
        if (this.canUpdateOutline) {
            this.updateSoon(selection);
        }
        return Promise.resolve();
    }
}
