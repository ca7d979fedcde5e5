import type { Ask } from './patient-requests.js';
import type { Timing } from './timing.js';
import type { UnacknowledgedText } from './unacknowledged-text.js';
import type { ClientMessage, EndReason, ServerMessage } from './wire.js';

/** A message of the agent about a document that is open. */
export type DocumentMessage = Exclude<ServerMessage, { request: number }>;

/** Why a document is over, for people. */
export interface DocumentEnding {
    readonly reason: EndReason;
    readonly message: string;
}

/** The connection as a replica sees it. */
export interface ReplicaHost<R> {
    readonly timing: Timing;
    readonly connected: boolean;
    readonly ask: Ask;
    /** Whether there are replicas that were live before, and have asked whether they can go on. */
    readonly othersComeBack: boolean;
    /** One of them has its answer. */
    cameBack(): void;
    backOff(attempt: number): number;
    /** Does nothing without a connection. */
    send(message: ClientMessage): void;
    /** Sends edits, after what the agent has to know about them. */
    sendUpdate(document: number, sequence: number, update: Uint8Array): void;
    /** The agent answered with the number of a document. Tells the replica that has it, which may be another one. */
    attach(replica: R, document: number): R;
    detach(replica: R, document: number): void;
    /** Brings text into the replica of a file. Throws a `DocumentRefusal`. */
    bringBack(kept: UnacknowledgedText): Promise<unknown>;
    /** Nobody needs the replica any more. */
    release(replica: R, document: number | undefined): void;
}
