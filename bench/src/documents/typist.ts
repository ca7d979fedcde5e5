import * as Y from 'yjs';
import { documentOf } from './create-by-typing.ts';
import type { Member } from './peer.ts';

/** When each edit of a writer was sent, by the clock of its one character. */
export type SentTimes = Map<number, number[]>;

/** A writer that types one character after the other at the end of what it has, and listens to nobody. */
export class Typist {
    private readonly text: Y.Text;
    private index: number;
    typed = 0;

    constructor(
        readonly member: Member,
        sent: SentTimes
    ) {
        const doc = documentOf(member);
        doc.clientID = member.clientId;
        this.text = doc.getText('content');
        this.index = this.text.length;
        const times: number[] = [];
        sent.set(member.clientId, times);
        doc.on('update', (update: Uint8Array) => {
            times.push(performance.now());
            member.send(update);
        });
    }

    type(): void {
        this.text.insert(this.index++, ++this.typed % 60 === 0 ? '\n' : 'x');
    }
}

/** Collects how long edits took to a member that watches. */
export class Watcher {
    readonly latencies: number[] = [];

    constructor(
        readonly member: Member,
        sent: SentTimes
    ) {
        member.onUpdate = update => {
            const now = performance.now();
            for (const struct of Y.decodeUpdate(update).structs) {
                const times = sent.get(struct.id.client);
                for (let clock = struct.id.clock; clock < struct.id.clock + struct.length; clock++) {
                    const time = times?.[clock];
                    if (time !== undefined) {
                        this.latencies.push(now - time);
                    }
                }
            }
        };
    }
}

/** Lets writers type in turn at so many edits a second together, for so many milliseconds. */
export async function typeAt(typists: readonly Typist[], perSecond: number, milliseconds: number): Promise<number> {
    const began = performance.now();
    let edits = 0;
    for (;;) {
        const now = performance.now() - began;
        if (now >= milliseconds) {
            return edits;
        }
        for (const due = Math.floor((now * perSecond) / 1000); edits < due; edits++) {
            typists[edits % typists.length]?.type();
        }
        await new Promise(resolve => setTimeout(resolve, Math.max(1, ((edits + 1) * 1000) / perSecond - now)));
    }
}
