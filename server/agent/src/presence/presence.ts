import type { Activity, Person, PresenceReport, PresentPerson } from '@longtable/common';
import type { Clock } from '../clock.js';
import type { Disposable } from '../disposable.js';

/** Changes are told at most this often, in milliseconds: a caret that moves must not cost a message a key. */
const TELL_INTERVAL = 100;

const MOST_ACTIVE_FIRST: readonly Activity[] = ['active', 'idle', 'away'];

interface Tab {
    readonly person: Person;
    report: PresenceReport;
    /** Counts reports, so that the tab used last is known. */
    reported: number;
}

/** A tab that has joined; disposing of it is leaving. */
export interface Seat extends Disposable {
    report(report: PresenceReport): void;
}

/** Who is at the table: one entry per person, however many tabs they have open, in the order in which they came. */
export class Presence implements Disposable {
    private readonly tabs = new Set<Tab>();
    private readonly listeners = new Set<(people: readonly PresentPerson[]) => void>();
    private reports = 0;
    private waiting: Disposable | undefined;

    constructor(private readonly clock: Clock) {}

    get people(): readonly PresentPerson[] {
        const tabsOf = new Map<string, Tab[]>();
        for (const tab of this.tabs) {
            tabsOf.set(tab.person.userId, [...(tabsOf.get(tab.person.userId) ?? []), tab]);
        }
        return [...tabsOf.values()].map(describe);
    }

    /** A tab opens. Who it is comes from the hub's assertion, never from what the tab says. */
    join(person: Person): Seat {
        const tab: Tab = { person, report: { activity: 'active' }, reported: ++this.reports };
        this.tabs.add(tab);
        this.changed();
        return {
            report: report => {
                if (this.tabs.has(tab)) {
                    tab.report = report;
                    tab.reported = ++this.reports;
                    this.changed();
                }
            },
            dispose: () => {
                if (this.tabs.delete(tab)) {
                    this.changed();
                }
            }
        };
    }

    onChange(listener: (people: readonly PresentPerson[]) => void): Disposable {
        this.listeners.add(listener);
        return { dispose: () => this.listeners.delete(listener) };
    }

    dispose(): void {
        this.waiting?.dispose();
        this.listeners.clear();
    }

    private changed(): void {
        this.waiting ??= this.clock.after(TELL_INTERVAL, () => {
            this.waiting = undefined;
            const { people } = this;
            for (const listener of this.listeners) {
                listener(people);
            }
        });
    }
}

function describe(tabs: readonly Tab[]): PresentPerson {
    const [latest] = tabs.toSorted((one, other) => other.reported - one.reported) as [Tab, ...Tab[]];
    const { userId, name, avatar, role } = latest.person;
    const activity = MOST_ACTIVE_FIRST.find(candidate => tabs.some(tab => tab.report.activity === candidate)) ?? 'away';
    const { location } = latest.report;
    return {
        userId,
        name,
        ...(avatar !== undefined && { avatar }),
        role,
        tabs: tabs.length,
        activity,
        ...(location !== undefined && { location })
    };
}
