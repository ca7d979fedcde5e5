import type { Disposable } from '@theia/core/lib/common/disposable';
import { afterFrame } from './after-frame';

/** Keys that change the text at the caret and are no letters. */
const WRITING_KEYS: ReadonlySet<string> = new Set(['Backspace', 'Delete', 'Enter', 'Tab']);
/** Nothing waits longer than this while letters come without a pause, in milliseconds. */
const AT_MOST_MS = 100;

/** What a key event says of its key. */
export type Key = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'altKey' | 'metaKey'>;

/**
 * What is done for others waits while a letter is on its way to the screen: it wakes processes that want the processors
 * which the letter needs. Nothing overtakes anything.
 */
export class LettersFirst {
    private drawing: Disposable | undefined;
    private since = 0;
    private readonly waiting: (() => void)[] = [];

    constructor(private readonly later: (act: () => void) => Disposable = afterFrame) {}

    /** Text is about to be typed. */
    typed(): void {
        if (!this.drawing) {
            this.since = performance.now();
        } else if (performance.now() - this.since >= AT_MOST_MS) {
            return;
        }
        // The frame that was waited for may be one without this letter.
        this.drawing?.dispose();
        this.drawing = this.later(() => this.now());
    }

    /** A key is pressed. */
    pressed({ key, ctrlKey, altKey, metaKey }: Key): void {
        if (!ctrlKey && !altKey && !metaKey && WRITING_KEYS.has(key)) {
            this.typed();
        }
    }

    /** Does something at once, or once the letter that is on its way is drawn. */
    run(act: () => void): void {
        if (this.drawing) {
            this.waiting.push(act);
        } else {
            act();
        }
    }

    /** Does now what still waits. */
    now(): void {
        this.drawing?.dispose();
        this.drawing = undefined;
        for (const act of this.waiting.splice(0)) {
            act();
        }
    }
}
