import { z } from 'zod';

/** What a person's workbench keeps from one visit to the next: layout, histories, breakpoints, by the names Theia gives. */
export const WorkbenchState = z.record(z.string(), z.string());
export type WorkbenchState = z.infer<typeof WorkbenchState>;

/** A terminal as it was when a snapshot was taken. */
export const SnapshotTerminal = z.object({
    /** What the layout names it by. */
    terminalId: z.number().int(),
    title: z.string().max(1000),
    /** Path in the sandbox of the directory that its shell was in. */
    directory: z.string().max(4096),
    /** What it showed, with the escape sequences that make it look the same. */
    scrollback: z.string().max(200_000)
});
export type SnapshotTerminal = z.infer<typeof SnapshotTerminal>;

/** What a snapshot holds beside the files: how the workspace looked to the one who took it. */
export const SnapshotSession = z.object({
    version: z.literal(1),
    workbench: WorkbenchState,
    terminals: z.array(SnapshotTerminal).max(50)
});
export type SnapshotSession = z.infer<typeof SnapshotSession>;
