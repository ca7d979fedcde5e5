/**
 * Over a connection to the IDE's server, beside the events of Theia: from the server once a page has its connection
 * back, with the number of the last message that came from the page.
 */
export const RESUMED_EVENT = 'longtable-resumed';
/** From both ends now and then: the number of the last message that came. */
export const RECEIVED_EVENT = 'longtable-received';

/** Bytes of messages that are kept for the other end at most. */
const MOST_KEPT = 16 * 1024 * 1024;
/** The other end is told what came after so many bytes, */
const TELL_AFTER_BYTES = 256 * 1024;
/** or after so many milliseconds; sooner with any message to it. */
const TELL_AFTER_MS = 1000;

/** A message, its number, and the number of the last message that came from the other end. */
export type NumberedMessage = readonly [message: Uint8Array, number: number, received: number];

/**
 * One end of a connection that outlives its sockets. Messages are numbered from 1 and kept until the other end has
 * them, so that what a socket lost is said again over the next one, once and in order.
 */
export class ResumableMessages {
    private readonly kept = new Map<number, Uint8Array>();
    private keptBytes = 0;
    private said = 0;
    private taken = 0;
    private untoldBytes = 0;
    private timer: ReturnType<typeof setTimeout> | undefined;
    private ended = false;

    /** `tell` tells the other end the number of the last message that came. */
    constructor(
        private readonly tell: (received: number) => void,
        private readonly mostKept = MOST_KEPT
    ) {}

    /** Number of the last message that came. */
    get received(): number {
        return this.taken;
    }

    /** Number of the last message that was said and is not kept any more. */
    get gone(): number {
        return this.said - this.kept.size;
    }

    /** Number of the last message that was said. */
    get last(): number {
        return this.said;
    }

    /** Keeps a message, and answers what is to be sent. When too much is kept, the oldest are given up. */
    say(message: Uint8Array): NumberedMessage {
        this.said += 1;
        if (!this.ended) {
            this.kept.set(this.said, message);
            this.keptBytes += message.byteLength;
        }
        for (const number of this.kept.keys()) {
            if (this.keptBytes <= this.mostKept) {
                break;
            }
            this.drop(number);
        }
        return this.numbered(message, this.said);
    }

    /** A message came. `early` means that there was one before it, which has not come. */
    take(message: { readonly byteLength: number }, number: number): 'new' | 'known' | 'early' {
        if (number !== this.taken + 1) {
            return number <= this.taken ? 'known' : 'early';
        }
        this.taken = number;
        this.untoldBytes += message.byteLength;
        if (this.untoldBytes >= TELL_AFTER_BYTES) {
            this.tellNow();
        } else if (!this.ended) {
            this.timer ??= setTimeout(() => this.tellNow(), TELL_AFTER_MS);
        }
        return 'new';
    }

    /** The other end has everything up to a message. */
    confirm(received: number): void {
        for (const number of this.kept.keys()) {
            if (number > received) {
                break;
            }
            this.drop(number);
        }
    }

    /** What the other end misses that has received so many. Undefined when that is not all here any more, or never was. */
    after(received: number): readonly NumberedMessage[] | undefined {
        if (!Number.isSafeInteger(received) || received > this.said || received < this.gone) {
            return undefined;
        }
        this.confirm(received);
        return [...this.kept].map(([number, message]) => this.numbered(message, number));
    }

    /** The other end does not come back. */
    dispose(): void {
        this.ended = true;
        this.toldNow();
        this.kept.clear();
        this.keptBytes = 0;
    }

    private drop(number: number): void {
        this.keptBytes -= this.kept.get(number)?.byteLength ?? 0;
        this.kept.delete(number);
    }

    private numbered(message: Uint8Array, number: number): NumberedMessage {
        this.toldNow();
        return [message, number, this.taken];
    }

    private tellNow(): void {
        this.toldNow();
        this.tell(this.taken);
    }

    private toldNow(): void {
        clearTimeout(this.timer);
        this.timer = undefined;
        this.untoldBytes = 0;
    }
}
