import type { WorkbenchStateChange } from '@longtable/common';
import type { StateCache } from './state-cache';
import { LARGEST_FAREWELL, type Sending, type Sent } from './state-request';

/** A write goes to the hub after this pause, with those that come meanwhile, in milliseconds. */
const AFTER_MS = 1000;
/** Pauses after failures; the last one repeats. */
const PAUSES_MS = [5000, 15_000, 60_000] as const;

export interface StateSenderOptions {
    readonly cache: StateCache;
    /**
     * Of a page that could not read what the hub keeps: asks again which names the hub has in a state that this browser
     * has not seen, undefined while it does not tell. Those are never sent.
     */
    readonly askForUnseen?: () => Promise<ReadonlySet<string> | undefined>;
    readonly send: (change: WorkbenchStateChange, sending: Sending) => Promise<Sent>;
    /** Told once when the hub does not keep something, with its sentence. */
    readonly onRefused?: (message: string) => void;
    readonly after?: number;
}

interface Request {
    readonly texts: ReadonlyMap<string, string | undefined>;
    readonly leaving: boolean;
    readonly calledOff: AbortController;
}

/** Brings what is written in this browser to the hub. */
export class StateSender {
    private pending = new Set<string>();
    private readonly underWay = new Set<Request>();
    private sending: Promise<void> | undefined;
    private timer: ReturnType<typeof setTimeout> | undefined;
    private failures = 0;
    private ended = false;
    private told = false;
    private unseen: ReadonlySet<string> | undefined;

    constructor(private readonly options: StateSenderOptions) {
        this.unseen = options.askForUnseen === undefined ? new Set() : undefined;
        this.pending = new Set(options.cache.unsent().keys());
        if (this.pending.size > 0) {
            this.schedule(this.after);
        }
    }

    /** Something was written: it is sent a moment later. */
    written(name: string): void {
        if (!this.ended) {
            this.pending.add(name);
            this.schedule(this.after);
        }
    }

    /** Sends what waits, now. Resolves when the hub has answered for it, with whether it has got all of it. */
    async flush(): Promise<boolean> {
        while (this.sending !== undefined) {
            await this.sending;
        }
        await this.sendNow();
        return this.pending.size === 0 && !this.ended;
    }

    /**
     * Sends as much of what waits, and of what is under way, as a page that goes away can; the rest stays marked in the
     * browser. Called again it sends what came since: everything in one request, as of two the older could arrive last.
     */
    leave(): void {
        const underWay = [...this.underWay];
        const texts = this.farewellOf([...underWay.flatMap(request => [...request.texts.keys()]), ...this.pending]);
        const isUnderWay = ([name, text]: readonly [string, string | undefined]) =>
            underWay.some(({ texts: sent, leaving }) => leaving && sent.has(name) && sent.get(name) === text);
        if (this.ended || [...texts].every(isUnderWay)) {
            return;
        }
        for (const request of underWay) {
            if ([...request.texts.keys()].every(name => texts.has(name))) {
                // It would be cut off with the page, or come to the hub after this.
                request.calledOff.abort();
                this.underWay.delete(request);
            }
        }
        for (const name of texts.keys()) {
            this.pending.delete(name);
        }
        void this.track(this.request(texts, true));
    }

    /** Sends nothing from now on. */
    end(): void {
        this.ended = true;
        clearTimeout(this.timer);
    }

    private get after(): number {
        return this.options.after ?? AFTER_MS;
    }

    private schedule(milliseconds: number): void {
        if (this.timer === undefined && this.sending === undefined && !this.ended) {
            this.timer = setTimeout(() => {
                this.timer = undefined;
                void this.sendNow();
            }, milliseconds);
        }
    }

    private sendNow(): Promise<void> {
        clearTimeout(this.timer);
        this.timer = undefined;
        if (this.pending.size === 0 || this.ended) {
            return Promise.resolve();
        }
        return this.sending ?? this.track(this.sendPending());
    }

    /** Nothing else is sent, but by a page that goes away, until all that is under way has ended. */
    private track(work: Promise<void>): Promise<void> {
        const all = Promise.all([this.sending, work]).then(() => {
            if (this.sending === all) {
                this.sending = undefined;
                if (this.pending.size > 0) {
                    this.schedule(this.failures === 0 ? this.after : (PAUSES_MS[this.failures - 1] ?? PAUSES_MS[2]));
                }
            }
        });
        return (this.sending = all);
    }

    private async sendPending(): Promise<void> {
        this.unseen ??= await this.options.askForUnseen?.();
        if (this.unseen === undefined) {
            this.failures = Math.min(this.failures + 1, PAUSES_MS.length);
            return;
        }
        const texts = this.texts(this.seenOf(this.pending));
        this.pending = new Set();
        if (texts.size === 0) {
            return;
        }
        await this.request(texts, false);
    }

    private async request(texts: ReadonlyMap<string, string | undefined>, leaving: boolean): Promise<void> {
        const request: Request = { texts, leaving, calledOff: new AbortController() };
        const { signal } = request.calledOff;
        this.underWay.add(request);
        const sent = await this.options.send(this.changeOf(texts), { leaving, signal });
        this.underWay.delete(request);
        if (!signal.aborted) {
            this.settle(texts, sent);
        }
    }

    private settle(texts: ReadonlyMap<string, string | undefined>, sent: Sent): void {
        const { cache } = this.options;
        switch (sent.kind) {
            case 'changed':
                this.failures = 0;
                for (const [name, text] of texts) {
                    cache.sent(name, text);
                }
                if (this.unseen?.size === 0) {
                    cache.revision = sent.changed.revision;
                }
                break;
            case 'failed':
                this.failures = Math.min(this.failures + 1, PAUSES_MS.length);
                for (const name of texts.keys()) {
                    this.pending.add(name);
                }
                break;
            case 'refused':
                // It stays marked: the next start tries again, and this browser goes on with it.
                if (sent.message === undefined) {
                    this.end();
                } else if (!this.told) {
                    this.told = true;
                    this.options.onRefused?.(sent.message);
                }
        }
    }

    /** What a page that goes away can send of these: the smallest first. */
    private farewellOf(names: Iterable<string>): ReadonlyMap<string, string | undefined> {
        const chosen = new Map<string, string | undefined>();
        let bytes = 200;
        for (const [name, text] of [...this.texts(this.seenOf(names))].sort((a, b) => lengthOf(a) - lengthOf(b))) {
            bytes += new TextEncoder().encode(JSON.stringify([name, text ?? ''])).length;
            if (bytes > LARGEST_FAREWELL) {
                break;
            }
            chosen.set(name, text);
        }
        return chosen;
    }

    private texts(names: Iterable<string>): ReadonlyMap<string, string | undefined> {
        return new Map([...names].map(name => [name, this.options.cache.get(name)]));
    }

    private changeOf(texts: ReadonlyMap<string, string | undefined>): WorkbenchStateChange {
        const set: Record<string, string> = {};
        const remove: string[] = [];
        for (const [name, text] of texts) {
            if (text === undefined) {
                remove.push(name);
            } else {
                set[name] = text;
            }
        }
        return { set, remove };
    }

    private seenOf(names: Iterable<string>): ReadonlySet<string> {
        const { unseen } = this;
        return unseen === undefined ? new Set() : new Set([...names].filter(name => !unseen.has(name)));
    }
}

function lengthOf([name, text]: readonly [string, string | undefined]): number {
    return name.length + (text?.length ?? 0);
}
