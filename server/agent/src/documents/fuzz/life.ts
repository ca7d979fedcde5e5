import { AsyncLocalStorage } from 'node:async_hooks';
import type { Clock } from '../../clock.js';

/** How a call to the file system goes on at which the agent is killed. */
export type Death = 'before' | 'after' | 'torn';

/** Thrown out of a call that a killed agent never gets an answer to. */
export class Killed extends Error {
    override readonly name = 'Killed';
}

const lives = new AsyncLocalStorage<Life>();

/**
 * One life of an agent, which can be killed at any call to the file system: what runs in it afterwards changes nothing
 * any more, neither on disk nor for anybody who is connected.
 */
export class Life {
    private left: number | undefined;
    private how: Death = 'before';
    private ended = false;
    private readonly endings = new Set<() => void>();
    private readonly descriptors = new Map<number, () => void>();
    /** Calls to the file system that have not come back. */
    underWay = 0;

    /** The life in which the caller runs. */
    static get current(): Life | undefined {
        return lives.getStore();
    }

    get dead(): boolean {
        return this.ended;
    }

    run<T>(task: () => T): T {
        return lives.run(this, task);
    }

    /** Kills it at the call to the file system after so many. */
    dieAfter(calls: number, how: Death): void {
        this.left = calls;
        this.how = how;
    }

    dieNever(): void {
        this.left = undefined;
    }

    /** Kills it now. */
    die(): void {
        if (!this.ended) {
            this.ended = true;
            for (const ending of this.endings) {
                ending();
            }
            this.endings.clear();
        }
    }

    /** Calls back at the end of this life, unless the returned function was called before. */
    onEnd(ending: () => void): () => void {
        this.endings.add(ending);
        return () => {
            this.endings.delete(ending);
        };
    }

    /** A file is open until this life ends or it is closed. */
    rememberDescriptor(descriptor: number, close: () => void): void {
        this.descriptors.set(descriptor, this.onEnd(close));
    }

    forgetDescriptor(descriptor: number): void {
        this.descriptors.get(descriptor)?.();
        this.descriptors.delete(descriptor);
    }

    /** To be called with each call to the file system: how it ends, if this life ends with it. */
    step(): Death | 'dead' | undefined {
        if (this.ended) {
            return 'dead';
        }
        if (this.left !== undefined && this.left-- <= 0) {
            return this.how;
        }
        return undefined;
    }

    /** A clock whose callbacks run in this life. */
    clock(clock: Clock): Clock {
        return {
            now: () => clock.now(),
            after: (milliseconds, callback) =>
                clock.after(milliseconds, () => {
                    if (!this.ended) {
                        this.run(callback);
                    }
                })
        };
    }
}
