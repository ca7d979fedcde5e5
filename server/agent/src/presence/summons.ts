import { can, type Person, type PresenceNotice, type SummonsAnswer, type UserId } from '@longtable/common';
import type { Clock } from '../clock.js';
import type { Disposable } from '../disposable.js';

/** A person may call everybody this often, in milliseconds. */
const CALL_INTERVAL = 30_000;

interface Listener {
    readonly person: Person;
    readonly tell: (notice: PresenceNotice) => void;
}

/** A tab that can call everybody and be called. */
export interface SummonsSeat extends Disposable {
    /** Asks everybody else to come to this person. */
    call(): SummonsAnswer;
    /** The person has answered a summons in this tab: their other tabs need not ask any more. */
    acted(id: string): void;
}

/** Passes on that somebody asks everybody to come to them. */
export class Summons {
    private readonly listeners = new Set<Listener>();
    private readonly calledAt = new Map<UserId, number>();

    constructor(
        private readonly clock: Clock,
        private readonly interval = CALL_INTERVAL
    ) {}

    join(person: Person, tell: (notice: PresenceNotice) => void): SummonsSeat {
        const listener: Listener = { person, tell };
        this.listeners.add(listener);
        return {
            call: () => this.call(person),
            acted: id => {
                for (const other of this.listeners) {
                    if (other !== listener && other.person.userId === person.userId) {
                        other.tell({ withdrawn: id });
                    }
                }
            },
            dispose: () => this.listeners.delete(listener)
        };
    }

    private call({ userId, name, role }: Person): SummonsAnswer {
        if (!can(role, 'edit')) {
            return { refused: 'Nobody was asked: who may only view cannot bring everyone to them.' };
        }
        const wait = this.waitOf(userId);
        if (wait > 0) {
            const seconds = Math.ceil(wait / 1000);
            return {
                refused: `Nobody was asked: you did that just now. You can do it again in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`
            };
        }
        const others = [...this.listeners].filter(({ person }) => person.userId !== userId);
        if (others.length > 0) {
            this.calledAt.set(userId, this.clock.now());
        }
        const summons = { id: crypto.randomUUID(), userId, name };
        for (const { tell } of others) {
            tell({ summons });
        }
        return { asked: new Set(others.map(({ person }) => person.userId)).size };
    }

    /** For how long a person cannot call, in milliseconds. */
    private waitOf(userId: UserId): number {
        const now = this.clock.now();
        for (const [caller, at] of this.calledAt) {
            if (now - at >= this.interval) {
                this.calledAt.delete(caller);
            }
        }
        const last = this.calledAt.get(userId);
        return last === undefined ? 0 : last + this.interval - now;
    }
}
