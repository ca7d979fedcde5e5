import { z } from 'zod';
import { OneLine } from './one-line.js';
import { SnapshotId, WorkspaceId } from './ids.js';

/** Who may open a snapshot besides its owner: everybody signed in with its link, people by name, or nobody. */
export const SnapshotVisibility = z.enum(['link', 'people', 'me']);
export type SnapshotVisibility = z.infer<typeof SnapshotVisibility>;

const Note = z.string().trim().max(2000, 'Use at most 2000 characters.');
const Patterns = z.array(z.string().min(1).max(4096)).max(2000);
/** An e-mail address, or the id of an account. */
const Person = z.string().trim().min(1).max(254);

/** Body of `POST /workspaces/:id/snapshots`. */
export const TakeSnapshot = z.strictObject({
    name: OneLine.optional(),
    note: Note.optional(),
    /** What is left out: `/path` of the folder, or a name anywhere; `*` stands for part of a name. */
    exclude: Patterns.optional(),
    /** Whether what one's own terminals show goes along; it does, when left out. */
    terminals: z.boolean().optional()
});
export type TakeSnapshot = z.infer<typeof TakeSnapshot>;

/** A file that looks as if it held a secret. */
export const SecretFile = z.object({ path: z.string(), reason: z.string() });
export type SecretFile = z.infer<typeof SecretFile>;

/** Answer of `GET /workspaces/:id/snapshots/secrets`; `truncated` when there may be more. */
export const SecretList = z.object({ files: z.array(SecretFile), truncated: z.boolean() });
export type SecretList = z.infer<typeof SecretList>;

/** How far a snapshot that is being taken has come. Of `totalFiles` and `totalBytes` those that did not change are quick. */
export const SnapshotProgress = z.object({
    step: z.enum(['waiting', 'copying', 'holding', 'storing']),
    files: z.number(),
    bytes: z.number(),
    totalFiles: z.number().optional(),
    totalBytes: z.number().optional()
});
export type SnapshotProgress = z.infer<typeof SnapshotProgress>;

/** A snapshot as its owner sees it. Times are ISO 8601 in UTC. */
export const Snapshot = z.object({
    id: SnapshotId,
    name: z.string(),
    note: z.string().optional(),
    status: z.enum(['taking', 'ready', 'failed']),
    /** A sentence for people: why it has failed. */
    statusReason: z.string().optional(),
    progress: SnapshotProgress.optional(),
    createdAt: z.iso.datetime(),
    /** What it was taken of; absent for one that came from a file. `exists` says whether that is still there. */
    workspace: z.object({ id: WorkspaceId, name: z.string(), exists: z.boolean() }).optional(),
    /** The snapshot that the workspace came from. */
    from: z.object({ id: SnapshotId, name: z.string() }).optional(),
    repository: z.string().optional(),
    ref: z.string().optional(),
    commit: z.string().optional(),
    files: z.number(),
    /** Length of all files together. */
    bytes: z.number(),
    /** Stored bytes that were new when it was taken. */
    addedBytes: z.number(),
    /** Stored bytes that deleting it would free; absent until it is known. */
    uniqueBytes: z.number().optional(),
    /** How long the programs of the workspace were held. */
    heldMilliseconds: z.number().optional(),
    visibility: SnapshotVisibility,
    people: z.array(z.string()),
    expiresAt: z.iso.datetime().optional(),
    revoked: z.boolean(),
    /** How many workspaces were made of it. */
    opened: z.number(),
    /** One's own workspaces that were made of it. */
    workspaces: z.array(z.object({ id: WorkspaceId, name: z.string() })),
    /** Its link; absent while there is none. */
    url: z.url().optional()
});
export type Snapshot = z.infer<typeof Snapshot>;

/** Answer of `GET /snapshots` and `GET /workspaces/:id/snapshots`, newest first. */
export const SnapshotList = z.object({
    snapshots: z.array(Snapshot),
    /** The moving link of the workspace, where it was asked for. */
    latest: z.object({ url: z.url() }).optional()
});
export type SnapshotList = z.infer<typeof SnapshotList>;

/** Answer of `PUT /workspaces/:id/snapshots/latest`. */
export const LatestSnapshotLink = z.object({ url: z.url() });
export type LatestSnapshotLink = z.infer<typeof LatestSnapshotLink>;

/** Body of `PATCH /snapshots/:id`. Revoking ends the link for ever; taking that back makes another. */
export const ChangeSnapshot = z.strictObject({
    name: OneLine.optional(),
    note: Note.optional(),
    visibility: SnapshotVisibility.optional(),
    people: z.array(Person).max(200).optional(),
    expiresAt: z
        .union([
            z.literal('never'),
            z.iso.datetime().refine(time => Date.parse(time) > Date.now(), 'Choose a time that is not over yet.')
        ])
        .optional(),
    revoked: z.boolean().optional()
});
export type ChangeSnapshot = z.infer<typeof ChangeSnapshot>;

const Token = z.string().min(1).max(200);

/** Body of `POST /snapshots/look`. */
export const LookAtSnapshot = z.strictObject({ token: Token });
export type LookAtSnapshot = z.infer<typeof LookAtSnapshot>;

/** What somebody who follows a link is told before anything is made. */
export const SnapshotOffer = z.object({
    name: z.string(),
    note: z.string().optional(),
    owner: z.string(),
    workspace: z.string().optional(),
    repository: z.string().optional(),
    ref: z.string().optional(),
    commit: z.string().optional(),
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime().optional(),
    files: z.number(),
    bytes: z.number(),
    /** Whether the link leads to whatever is the newest. */
    latest: z.boolean()
});
export type SnapshotOffer = z.infer<typeof SnapshotOffer>;

/** Body of `POST /snapshots/open`: by a link, or by the id of one's own. */
export const OpenSnapshot = z.union([
    z.strictObject({ token: Token, name: OneLine.optional() }),
    z.strictObject({ id: SnapshotId, name: OneLine.optional() })
]);
export type OpenSnapshot = z.infer<typeof OpenSnapshot>;

/** Query of `POST /snapshots/import`, whose body is a tar, compressed with zstd or gzip or not at all. */
export const ImportSnapshot = z.object({ name: OneLine.optional() });
export type ImportSnapshot = z.infer<typeof ImportSnapshot>;
