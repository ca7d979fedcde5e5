import type { PresentPerson, UserId, WorkspaceId } from '@longtable/common';

/** A person who is seen no more for this long has left, in milliseconds: a reload is no coming and going. */
const ABSENCE = 10_000;

/** Who came and went, for those who write it down. */
export interface PresenceListener {
    /** Something about the people inside has changed, at most once per {@link PresenceOptions.interval}. */
    changed?(id: WorkspaceId): void;
    joined?(id: WorkspaceId, person: Pick<PresentPerson, 'userId' | 'name'>): void;
    left?(id: WorkspaceId, person: Pick<PresentPerson, 'userId' | 'name'>): void;
}

export interface PresenceOptions {
    /** Changes are told at most once in this many milliseconds for each workspace. */
    readonly interval?: number;
    readonly absence?: number;
}

interface Table {
    people: readonly PresentPerson[];
    /** Everybody who has joined and not left, with the timer of their absence. */
    readonly known: Map<UserId, { readonly name: string; leaving?: NodeJS.Timeout }>;
    toldAt: number;
    telling?: NodeJS.Timeout;
}

/** Who is in the running workspaces, as their agents tell. Kept in memory only. */
export class Presence {
    private readonly tables = new Map<WorkspaceId, Table>();
    private readonly listeners = new Set<PresenceListener>();
    private readonly interval: number;
    private readonly absence: number;

    constructor(options: PresenceOptions = {}) {
        this.interval = options.interval ?? 1000;
        this.absence = options.absence ?? ABSENCE;
    }

    peopleIn(id: WorkspaceId): readonly PresentPerson[] {
        return this.tables.get(id)?.people ?? [];
    }

    on(listener: PresenceListener): { dispose(): void } {
        this.listeners.add(listener);
        return { dispose: () => this.listeners.delete(listener) };
    }

    /** Takes over who is inside now. */
    set(id: WorkspaceId, people: readonly PresentPerson[]): void {
        const table: Table = this.tables.get(id) ?? { people: [], known: new Map(), toldAt: 0 };
        this.tables.set(id, table);
        table.people = people;
        for (const { userId, name } of people) {
            const known = table.known.get(userId);
            if (known === undefined) {
                table.known.set(userId, { name });
                this.tell(listener => listener.joined?.(id, { userId, name }));
            } else if (known.leaving !== undefined) {
                clearTimeout(known.leaving);
                delete known.leaving;
            }
        }
        const present = new Set(people.map(person => person.userId));
        for (const [userId, known] of table.known) {
            if (!present.has(userId) && known.leaving === undefined) {
                known.leaving = setTimeout(() => {
                    table.known.delete(userId);
                    this.tell(listener => listener.left?.(id, { userId, name: known.name }));
                }, this.absence);
            }
        }
        this.tellChange(id, table);
    }

    /** A workspace has ended: whoever was inside has left. */
    clear(id: WorkspaceId): void {
        const table = this.tables.get(id);
        if (table === undefined) {
            return;
        }
        this.tables.delete(id);
        clearTimeout(table.telling);
        for (const [userId, known] of table.known) {
            clearTimeout(known.leaving);
            this.tell(listener => listener.left?.(id, { userId, name: known.name }));
        }
        this.tell(listener => listener.changed?.(id));
    }

    /** Forgets everything without a word: the hub ends, the people stay. */
    dispose(): void {
        this.listeners.clear();
        for (const table of this.tables.values()) {
            clearTimeout(table.telling);
            for (const known of table.known.values()) {
                clearTimeout(known.leaving);
            }
        }
        this.tables.clear();
    }

    private tellChange(id: WorkspaceId, table: Table): void {
        if (table.telling !== undefined) {
            return;
        }
        const wait = table.toldAt + this.interval - Date.now();
        const tell = () => {
            delete table.telling;
            table.toldAt = Date.now();
            this.tell(listener => listener.changed?.(id));
        };
        if (wait <= 0) {
            tell();
        } else {
            table.telling = setTimeout(tell, wait);
        }
    }

    private tell(call: (listener: PresenceListener) => void): void {
        for (const listener of this.listeners) {
            call(listener);
        }
    }
}
