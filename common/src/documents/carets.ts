import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import type { CaretState } from './metadata.js';

/** Carets of somebody else in a document. */
export interface Caret extends CaretState {
    /** The client id under which they write. */
    readonly clientId: number;
}

/** One entry of an awareness update; without a state the carets have left. */
export interface CaretEntry {
    readonly clientId: number;
    readonly clock: number;
    readonly state: CaretState | undefined;
}

/** An awareness update as y-protocols has it. */
export function encodeCarets(entries: readonly CaretEntry[]): Uint8Array {
    return encoding.encode(encoder => {
        encoding.writeVarUint(encoder, entries.length);
        for (const { clientId, clock, state } of entries) {
            encoding.writeVarUint(encoder, clientId);
            encoding.writeVarUint(encoder, clock);
            encoding.writeVarString(encoder, state === undefined ? 'null' : JSON.stringify(state));
        }
    });
}

export function decodeCarets(update: Uint8Array): readonly CaretEntry[] {
    const decoder = decoding.createDecoder(update);
    return Array.from({ length: decoding.readVarUint(decoder) }, () => {
        const clientId = decoding.readVarUint(decoder);
        const clock = decoding.readVarUint(decoder);
        const state = JSON.parse(decoding.readVarString(decoder)) as CaretState | null;
        return { clientId, clock, state: state ?? undefined };
    });
}
