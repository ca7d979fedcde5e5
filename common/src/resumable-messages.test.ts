import { expect, test, vi } from 'vitest';
import { type NumberedMessage, ResumableMessages } from './resumable-messages.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const textOf = (message: Uint8Array): string => new TextDecoder().decode(message);

/** Numbers between 0 and 1, always the same for a seed (mulberry32). */
function randomOf(seed: number): () => number {
    return () => {
        seed = (seed + 0x6d2b79f5) | 0;
        let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
        t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
        return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    };
}

/** One end, with what came there. */
class End {
    readonly came: string[] = [];
    readonly told: number[] = [];
    readonly messages = new ResumableMessages(received => this.told.push(received));

    deliver([message, number, received]: NumberedMessage): void {
        this.messages.confirm(received);
        if (this.messages.take(message, number) === 'new') {
            this.came.push(textOf(message));
        }
    }
}

test.each(Array.from({ length: 200 }, (_, seed) => seed))(
    'through sockets that lose what is on its way, everything comes once and in order (seed %i)',
    seed => {
        const random = randomOf(seed);
        const [page, server] = [new End(), new End()];
        const ends = [
            { end: page, other: server, wire: [] as NumberedMessage[], said: [] as string[] },
            { end: server, other: page, wire: [] as NumberedMessage[], said: [] as string[] }
        ];
        let open = true;
        const resume = () => {
            for (const { end, other, wire } of ends) {
                wire.splice(0, Infinity, ...(end.messages.after(other.messages.received) ?? []));
            }
            open = true;
        };
        for (let step = 0; step < 300; step++) {
            const from = ends[random() < 0.5 ? 0 : 1];
            if (from === undefined) {
                throw new Error('There are two ends.');
            }
            const event = random();
            if (event < 0.5) {
                const text = `${String(step)} of ${String(seed)}`;
                from.said.push(text);
                const numbered = from.end.messages.say(bytes(text));
                if (open) {
                    from.wire.push(numbered);
                }
            } else if (event < 0.9) {
                const [next] = open ? from.wire.splice(0, 1) : [];
                if (next) {
                    from.other.deliver(next);
                }
            } else if (open) {
                ends.forEach(({ wire }) => wire.splice(0));
                open = false;
            } else {
                resume();
            }
        }
        resume();
        for (const { other, wire, said } of ends) {
            wire.forEach(message => {
                other.deliver(message);
            });
            expect(other.came).toEqual(said);
        }
    }
);

test('a message that comes again is known, and one that comes too early is told', () => {
    const { messages } = new End();
    expect(messages.take(bytes('a'), 1)).toBe('new');
    expect(messages.take(bytes('a'), 1)).toBe('known');
    expect(messages.take(bytes('c'), 3)).toBe('early');
    expect(messages.received).toBe(1);
});

test('what the other end has is not kept', () => {
    const messages = new ResumableMessages(() => undefined);
    messages.say(bytes('a'));
    messages.say(bytes('b'));
    messages.confirm(1);
    expect(messages.after(1)?.map(([message, number]) => [textOf(message), number])).toEqual([['b', 2]]);
    expect(messages.after(2)).toEqual([]);
});

test.each([
    ['more than was said', 4],
    ['less than is still here', 0],
    ['no number', Number.NaN],
    ['half a message', 1.5],
    ['less than nothing', -1]
])('an end that says it has %s cannot go on', (_what, received) => {
    const messages = new ResumableMessages(() => undefined);
    ['a', 'b', 'c'].forEach(text => messages.say(bytes(text)));
    messages.confirm(1);
    expect(messages.after(received)).toBeUndefined();
});

test('of too much that is kept the oldest is given up, and then the other end cannot go on before it', () => {
    const messages = new ResumableMessages(() => undefined, 10);
    ['1234', '5678', '9abc'].forEach(text => messages.say(bytes(text)));
    expect(messages.after(0)).toBeUndefined();
    expect(messages.after(1)?.map(([message]) => textOf(message))).toEqual(['5678', '9abc']);
});

test('the other end is told what came when nothing else is said to it, or much has come', () => {
    vi.useFakeTimers();
    try {
        const { messages, told } = new End();
        messages.take(bytes('a'), 1);
        messages.take(bytes('b'), 2);
        expect(told).toEqual([]);
        vi.advanceTimersByTime(2000);
        expect(told).toEqual([2]);
        messages.take(bytes('c'), 3);
        expect(messages.say(bytes('answer'))).toEqual([bytes('answer'), 1, 3]);
        vi.advanceTimersByTime(2000);
        expect(told).toEqual([2]);
        messages.take({ byteLength: 1024 * 1024 }, 4);
        expect(told).toEqual([2, 4]);
    } finally {
        vi.useRealTimers();
    }
});

test('for an end that does not come back nothing is kept, and it is told nothing', () => {
    vi.useFakeTimers();
    try {
        const { messages, told } = new End();
        messages.say(bytes('a'));
        messages.take(bytes('b'), 1);
        messages.dispose();
        messages.say(bytes('c'));
        messages.take(bytes('d'), 2);
        vi.advanceTimersByTime(2000);
        expect(messages.after(0)).toBeUndefined();
        expect(told).toEqual([]);
    } finally {
        vi.useRealTimers();
    }
});
