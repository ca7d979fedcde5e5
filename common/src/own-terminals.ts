import { z } from 'zod';
import { SnapshotTerminal } from './snapshot-session.js';

/** Where the IDE backend tells a person of their own terminals; see {@link OwnTerminals}. It needs `edit`. */
export const OWN_TERMINALS_PATH = '/terminals/own';

/** The shells that a person has open, in the order in which they were opened. */
export const OwnTerminals = z.object({ terminals: z.array(SnapshotTerminal).max(50) });
export type OwnTerminals = z.infer<typeof OwnTerminals>;

/** File below the home of a workspace that was made of a snapshot: the terminals that its owner finds again. */
export const RESTORED_TERMINALS_FILE = '.longtable/restored-terminals.json';

/** What is in {@link RESTORED_TERMINALS_FILE}. */
export const RestoredTerminals = z.object({ owner: z.string(), terminals: z.array(SnapshotTerminal) });
export type RestoredTerminals = z.infer<typeof RestoredTerminals>;
