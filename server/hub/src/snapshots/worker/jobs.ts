import type { ErrorCode } from '@longtable/common';
import type { Collected, Manifest } from '../content/snapshot-content.js';
import type { Extent } from '../tree/capture.js';
import type { Allowance } from './allowance.js';
import type { SecretFinding } from '../tree/secrets.js';

/** What a worker is told to do. One worker does one job and ends. */
export type Job = TakeJob | RestoreJob | SecretsJob | CollectJob | ExportJob | ImportJob;

interface WithContent {
    /** Directory of the contents. */
    readonly content: string;
}

export interface TakeJob extends WithContent, Allowance {
    readonly type: 'take';
    readonly id: string;
    readonly folder: string;
    /** File that remembers what was read of the folder before. */
    readonly known: string;
    readonly exclude: readonly string[];
    /** Bytes that a snapshot may hold. */
    readonly largest: number;
}

export interface RestoreJob extends WithContent {
    readonly type: 'restore';
    readonly id: string;
    readonly target: string;
    readonly owner: number | undefined;
    /** A tree of the same snapshot, to share the content of files with. */
    readonly base?: string | undefined;
    /** Resolve once all of it is on the disk. */
    readonly settle?: boolean;
}

export interface SecretsJob {
    readonly type: 'secrets';
    readonly folder: string;
    readonly exclude: readonly string[];
}

export interface CollectJob extends WithContent {
    readonly type: 'collect';
    readonly keep: readonly string[];
}

/** Writes a `tar.zst` to the standard output. */
export interface ExportJob extends WithContent {
    readonly type: 'export';
    readonly id: string;
    /** Name of the folder in the archive. */
    readonly folder: string;
}

/** Reads a tar, compressed or not, from the standard input. */
export interface ImportJob extends WithContent, Allowance {
    readonly type: 'import';
    readonly id: string;
    readonly largest: number;
}

export interface Answers {
    readonly take: Manifest;
    readonly restore: Extent & { readonly session?: string };
    readonly secrets: { readonly files: readonly SecretFinding[]; readonly truncated: boolean };
    readonly collect: Omit<Collected, 'uniqueBytes'> & { readonly uniqueBytes: readonly (readonly [string, number])[] };
    readonly export: Extent;
    readonly import: Manifest & { readonly folder: string };
}

/** What a worker tells while it works. */
export type WorkerMessage =
    | { readonly type: 'ready' }
    | { readonly type: 'progress'; readonly done: Extent; readonly total: Extent | undefined }
    /** Asks that nobody writes to the folder any more. */
    | { readonly type: 'hold' }
    /** Everybody may write again. */
    | { readonly type: 'release' }
    | { readonly type: 'done'; readonly answer: unknown }
    | { readonly type: 'failed'; readonly code: ErrorCode; readonly message: string; readonly stack?: string };

/** What a worker is told. */
export type HubMessage =
    | { readonly type: 'job'; readonly job: Job }
    | { readonly type: 'held'; readonly session?: string }
    | { readonly type: 'cancel' };
