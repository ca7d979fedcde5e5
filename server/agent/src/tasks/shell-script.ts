import { SHELL_FUNCTIONS } from './shell-functions.js';
import { quote } from './shell-words.js';
import type { Step } from './task-file.js';

export interface ScriptOptions {
    /** Title of the terminal. */
    readonly name: string;
    readonly steps: readonly Step[];
    /** Directory for the marks of steps that were to be done once. */
    readonly doneDirectory: string;
    /**
     * Path that tells how the chain gets on, by what is appended to it: `.begun` is a directory that is made by the one
     * shell that runs the chain, `.finished` says that it has come to its end, `.failed` that the end was not a good one.
     * Without it nothing is told, and the chain may run any number of times.
     */
    readonly marks?: string;
    /** Bash that the first step waits for. */
    readonly wait?: string;
}

/**
 * What bash reads in the place of `~/.bashrc`. The steps run before the first prompt and not while this is read, because
 * bash has no job control until then: Ctrl+C would reach the shell as well.
 */
export function shellScript({ name, steps, doneDirectory, marks = '', wait }: ScriptOptions): string {
    const all = [
        ...(wait === undefined ? [] : [{ name: 'waiting', shown: '', text: wait, mark: '' }]),
        ...steps.map(step => ({ ...step, mark: step.once ? `${doneDirectory}/${step.id}` : '' }))
    ];
    const list = (values: readonly string[]): string => `(${values.map(quote).join(' ')})`;
    return [
        '# Written at each start of the workspace; changes are lost.',
        '[ ! -f ~/.bashrc ] || . ~/.bashrc',
        `__longtable_title=${quote(name)}`,
        `__longtable_marks=${quote(marks)}`,
        `__longtable_names=${list(all.map(step => step.name))}`,
        `__longtable_shown=${list(all.map(step => shorten(step.shown)))}`,
        `__longtable_texts=${list(all.map(step => step.text))}`,
        `__longtable_done=${list(all.map(step => step.mark))}`,
        SHELL_FUNCTIONS
    ].join('\n');
}

const SHOWN_LINES = 12;

function shorten(text: string): string {
    const lines = text.trim().split('\n');
    return (lines.length > SHOWN_LINES ? [...lines.slice(0, SHOWN_LINES), '…'] : lines).join('\n');
}
