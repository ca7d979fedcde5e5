import type { Activity, Person, PresenceReport, PresentPerson, UserId } from '@longtable/common';
import type { Clock } from '../clock.js';
import type { Disposable } from '../disposable.js';
import { PersonColours } from './person-colours.js';

/** Changes are told at most this often, in milliseconds: a caret that moves must not cost a message a key. */
const TELL_INTERVAL = 100;

const MOST_ACTIVE_FIRST: readonly Activity[] = ['active', 'idle', 'away'];

interface Tab {
    readonly person: Person;
    report: PresenceReport;
    /** Counts reports: of tabs with input at the same moment, the one that reported last counts. */
    reported: number;
    /** When the person used it last, by the clock. */
    usedAt: number;
}

/** A tab that has joined; disposing of it is leaving. */
export interface Seat extends Disposable {
    report(report: PresenceReport): void;
}

/** Who is at the table: one entry per person, however many tabs they have open, in the order in which they came. */
export class Presence implements Disposable {
    private readonly tabs = new Set<Tab>();
    private readonly colours = new PersonColours();
    private readonly listeners = new Set<(people: readonly PresentPerson[]) => void>();
    private reports = 0;
    private waiting: Disposable | undefined;
    private told = '';

    constructor(private readonly clock: Clock) {}

    get people(): readonly PresentPerson[] {
        const tabsOf = new Map<UserId, Tab[]>();
        for (const tab of this.tabs) {
            tabsOf.set(tab.person.userId, [...(tabsOf.get(tab.person.userId) ?? []), tab]);
        }
        return [...tabsOf].map(([userId, tabs]) => describe(tabs, this.colours.of(userId)));
    }

    /** A tab opens. Who it is comes from the hub's assertion, never from what the tab says. */
    join(person: Person): Seat {
        const tab: Tab = {
            person,
            report: { activity: 'active' },
            reported: ++this.reports,
            usedAt: this.clock.now()
        };
        this.tabs.add(tab);
        this.changed();
        return {
            report: report => {
                if (this.tabs.has(tab)) {
                    tab.report = report;
                    tab.reported = ++this.reports;
                    tab.usedAt = this.clock.now() - (report.quiet ?? 0);
                    this.changed();
                }
            },
            dispose: () => {
                if (this.tabs.delete(tab)) {
                    if (![...this.tabs].some(other => other.person.userId === person.userId)) {
                        this.colours.release(person.userId);
                    }
                    this.changed();
                }
            }
        };
    }

    onChange(listener: (people: readonly PresentPerson[]) => void): Disposable {
        this.listeners.add(listener);
        // Who begins to listen between two changes may have read the state in between.
        this.told = '';
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
            const text = JSON.stringify(people);
            if (text === this.told) {
                return;
            }
            this.told = text;
            for (const listener of this.listeners) {
                listener(people);
            }
        });
    }
}

function describe(tabs: readonly Tab[], colour: number): PresentPerson {
    const [latest] = tabs.toSorted((one, other) => other.usedAt - one.usedAt || other.reported - one.reported) as [
        Tab,
        ...Tab[]
    ];
    const { userId, name, avatar, role } = latest.person;
    const activity = MOST_ACTIVE_FIRST.find(candidate => tabs.some(tab => tab.report.activity === candidate)) ?? 'away';
    const { location, tab, following } = latest.report;
    return {
        userId,
        name,
        ...(avatar !== undefined && { avatar }),
        role,
        tabs: tabs.length,
        activity,
        ...(location !== undefined && { location }),
        colour,
        ...(tab !== undefined && { tab }),
        ...(following !== undefined && { following })
    };
}
