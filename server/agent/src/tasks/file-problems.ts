import type { StartUpProblem } from '@longtable/common';
import type { z } from 'zod';

/** Where something is in a document: names of fields and positions in lists. */
export type DocumentPath = readonly (string | number)[];

/** Collects what is wrong with one file. */
export class FileProblems {
    readonly all: StartUpProblem[] = [];
    private serious = false;

    /** `offsetOf` tells where in the text a value begins; undefined when it is not there. */
    constructor(
        private readonly file: string,
        private readonly text: string,
        private readonly offsetOf: (path: DocumentPath) => number | undefined = () => undefined
    ) {}

    /** Whether the file cannot be used. */
    get fatal(): boolean {
        return this.serious;
    }

    /** The file cannot be used; `what` is a sentence without its full stop. */
    refuse(what: string, offset: number): void {
        this.serious = true;
        this.add(`${what}. Nothing of this file was started.`, offset);
    }

    /** Something in the file is left out; `what` is one sentence or more. */
    leaveOut(what: string, path: DocumentPath): void {
        this.add(what, this.find(path));
    }

    refuseIssues(issues: readonly z.core.$ZodIssue[]): void {
        for (const issue of issues) {
            const path = issue.path.filter(part => typeof part !== 'symbol');
            this.refuse(`${nameOf(path)} ${issue.message}`, this.find(path));
        }
    }

    private add(message: string, offset: number): void {
        this.all.push({ file: this.file, ...positionAt(this.text, offset), message });
    }

    /** What is not there itself is looked for at what holds it. */
    private find(path: DocumentPath): number {
        for (let length = path.length; length > 0; length--) {
            const offset = this.offsetOf(path.slice(0, length));
            if (offset !== undefined) {
                return offset;
            }
        }
        return 0;
    }
}

/** Such as `tasks[0].init`. */
export function nameOf(path: DocumentPath): string {
    const name = path.reduce<string>(
        (before, part) => (typeof part === 'number' ? `${before}[${part}]` : `${before}${before && '.'}${part}`),
        ''
    );
    return name === '' ? 'The file' : name;
}

/** Line and column of an offset, both counted from 1. */
export function positionAt(text: string, offset: number): { readonly line: number; readonly column: number } {
    const before = text.slice(0, offset);
    return { line: before.split('\n').length, column: before.length - before.lastIndexOf('\n') };
}
