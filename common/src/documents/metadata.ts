import type { PresentPerson } from '../presence.js';

export type LineEnd = 'lf' | 'crlf';

/** What there is to know of a live document beside its text. Only the agent writes it. */
export interface DocumentMetadata {
    /** Relative to the workspace's folder, with slashes. Changes when the file is renamed. */
    readonly path: string;
    /** Name of the encoding, as VS Code names it: `utf8`, `utf8bom`, `utf16le`, `windows1252` … */
    readonly encoding: string;
    /** How lines end on disk; in the document every line ends with LF. */
    readonly lineEnd: LineEnd;
    /** Whether the document holds what is not on disk yet. */
    readonly dirty: boolean;
    /** Whether the file is there. The document of a deleted file is kept; an explicit save makes the file again. */
    readonly onDisk: boolean;
    /** Why the last attempt to write failed, for people. */
    readonly problem?: string;
}

/** A change of how a document is written. With `reopen` the bytes on disk are read anew in the encoding instead. */
export interface DocumentFormat {
    readonly encoding?: string;
    readonly lineEnd?: LineEnd;
    readonly reopen?: boolean;
}

/** Where somebody's carets are in a document: relative positions of Yjs as JSON, the main one first. */
export interface CaretReport {
    readonly selections: readonly { readonly anchor: unknown; readonly head: unknown }[];
    /** First and last line in view, counted from 0. */
    readonly view?: readonly [first: number, last: number];
    /** The tab it is in, by the name under which that reports its presence; at most 40 characters. */
    readonly tab?: string;
}

/** What the others see of it: who it is comes from the agent. */
export interface CaretState extends CaretReport {
    readonly person: Pick<PresentPerson, 'userId' | 'name' | 'role' | 'avatar'>;
}
