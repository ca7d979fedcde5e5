import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import * as Y from 'yjs';

/** One keystroke: how much to delete at a place, and what to insert there. */
type Patch = readonly [at: number, deleted: number, inserted: string];

export interface Trace {
    readonly name: string;
    readonly patches: readonly Patch[];
}

/** Edits of one update, so that a history comes as it would over a network on which things wait a little. */
const AT_ONCE = 50;

/**
 * The history of a long text. The one known best is `automerge-paper.json.gz` (259,778 keystrokes of one paper), which is
 * on no package registry: `LONGTABLE_BENCH_TRACE` names the file. Without it a history of the same measures is made up.
 */
export async function loadTrace(): Promise<Trace> {
    const file = process.env['LONGTABLE_BENCH_TRACE'];
    if (file === undefined) {
        return { name: 'made-up history of the measures of automerge-perf', patches: madeUpPatches() };
    }
    const { txns } = JSON.parse(gunzipSync(await readFile(file)).toString()) as {
        readonly txns: readonly { readonly patches: readonly Patch[] }[];
    };
    return { name: 'automerge-perf', patches: txns.flatMap(({ patches }) => patches) };
}

/** The updates of a client that makes all edits of a trace. */
export function updatesOf({ patches }: Trace, clientId: number): readonly Uint8Array[] {
    const doc = new Y.Doc();
    doc.clientID = clientId;
    const text = doc.getText('content');
    const updates: Uint8Array[] = [];
    doc.on('update', update => updates.push(update));
    for (let index = 0; index < patches.length; index += AT_ONCE) {
        doc.transact(() => {
            for (const [at, deleted, inserted] of patches.slice(index, index + AT_ONCE)) {
                text.delete(at, deleted);
                text.insert(at, inserted);
            }
        });
    }
    return updates;
}

/** 182,315 characters typed in runs all over a growing text, 77,463 deleted again. */
function madeUpPatches(): Patch[] {
    const random = randomNumbers(1);
    const patches: Patch[] = [];
    let [length, typed, deleted] = [0, 0, 0];
    while (typed < 182_315 || deleted < 77_463) {
        // People mostly go on near where they were, and often take back what they just typed.
        let at = length - Math.floor(length * random() ** 4);
        for (let run = 1 + Math.floor(random() ** 2 * 128); run > 0 && typed < 182_315; run--) {
            patches.push([at++, 0, 'etaoin shrdlu'.charAt(typed % 13)]);
            typed++;
            length++;
        }
        for (let run = Math.floor(random() ** 2 * 55); run > 0 && at > 0 && deleted < 77_463; run--) {
            patches.push([--at, 1, '']);
            deleted++;
            length--;
        }
    }
    return patches;
}

/** The same numbers in every run (mulberry32). */
function randomNumbers(seed: number): () => number {
    let state = seed;
    return () => {
        state = (state + 0x6d2b79f5) | 0;
        let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
        mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
        return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    };
}
