import type { WorkbenchStateAnswer } from '@longtable/common';

/** The part of a browser's storage that is needed. */
export type CacheStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

/** What is about this machine rather than about the person: the layout of its keyboard. */
export const localNames: ReadonlySet<string> = new Set(['keyboard']);

/**
 * What a person's workbench keeps, in this browser: values by name, and beside them which of those the hub has not got
 * yet, each with the revision of the hub's that it was written on. Tabs share it.
 */
export class StateCache {
    private readonly values: string;
    private readonly marks: string;
    private readonly displacedValues: string;
    private readonly revisionKey: string;
    /** What the browser has no room for. */
    private readonly overflow = new Map<string, string>();

    constructor(
        private readonly storage: CacheStorage,
        /** Before the names of values; ends with what no person's id can continue. */
        prefix: string
    ) {
        this.values = prefix;
        this.marks = `longtable.unsent/${prefix}`;
        this.displacedValues = `longtable.displaced/${prefix}`;
        this.revisionKey = `longtable.revision/${prefix}`;
    }

    get(name: string): string | undefined {
        return this.overflow.get(name) ?? this.storage.getItem(this.values + name) ?? undefined;
    }

    /** Writes a value that the hub has not got. Answers whether the browser has room for it. */
    write(name: string, text: string | undefined): boolean {
        const written = this.put(name, text);
        if (!localNames.has(name) && this.storage.getItem(this.marks + name) === null) {
            this.attempt(this.marks + name, String(this.revision));
        }
        return written;
    }

    /** Notes that the hub has got a value, unless another has been written since. */
    sent(name: string, text: string | undefined): void {
        if (this.get(name) === text) {
            this.storage.removeItem(this.marks + name);
        }
    }

    /** The newest revision of the hub's of which everything was seen. */
    get revision(): number {
        return Number(this.storage.getItem(this.revisionKey) ?? 0);
    }

    set revision(revision: number) {
        if (revision > this.revision) {
            this.attempt(this.revisionKey, String(revision));
        }
    }

    /** Names of values that the hub has not got, and the revision that each was written on. */
    unsent(): ReadonlyMap<string, number> {
        return new Map(
            this.namesBelow(this.marks).map(name => [name, Number(this.storage.getItem(this.marks + name) ?? 0)])
        );
    }

    /**
     * Makes the values those of the hub, except what it has not got. Where somebody has changed the same from elsewhere
     * since, the hub's comes in, and this browser's is put aside.
     */
    accept({ revision, entries, revisions }: WorkbenchStateAnswer): void {
        const unsent = this.unsent();
        const local = this.namesBelow(this.values).filter(name => !localNames.has(name));
        if (revision === 0 && local.length > 0) {
            // The hub begins with what this browser has kept before there was anything at the hub.
            for (const name of local.filter(one => !unsent.has(one))) {
                this.attempt(this.marks + name, '0');
            }
            return;
        }
        for (const name of local) {
            if (!unsent.has(name) && !Object.hasOwn(entries, name)) {
                this.put(name, undefined);
            }
        }
        for (const [name, text] of Object.entries(entries)) {
            const writtenOn = unsent.get(name);
            const own = this.get(name);
            if (writtenOn !== undefined && (revisions[name] ?? 0) > writtenOn && own !== text) {
                this.attempt(this.displacedValues + name, own ?? '');
            } else if (writtenOn !== undefined && own !== text) {
                continue;
            }
            this.storage.removeItem(this.marks + name);
            if (own !== text) {
                this.put(name, text);
            }
        }
        // Also when it is an older one: the hub's records may have been put back.
        this.attempt(this.revisionKey, String(revision));
    }

    /** Names that somebody has changed from elsewhere since this browser has seen what the hub keeps. */
    unseen({ entries, revisions }: WorkbenchStateAnswer): ReadonlySet<string> {
        const base = this.revision;
        return new Set(
            Object.keys(entries).filter(name => (revisions[name] ?? 0) > base && entries[name] !== this.get(name))
        );
    }

    /** What was put aside, by name. */
    displaced(): ReadonlyMap<string, string> {
        return new Map(
            this.namesBelow(this.displacedValues).map(name => [
                name,
                this.storage.getItem(this.displacedValues + name) ?? ''
            ])
        );
    }

    forgetDisplaced(): void {
        for (const name of this.namesBelow(this.displacedValues)) {
            this.storage.removeItem(this.displacedValues + name);
        }
    }

    /** Removes everything of this person. */
    drop(): void {
        this.overflow.clear();
        for (const prefix of [this.values, this.marks, this.displacedValues]) {
            for (const name of this.namesBelow(prefix)) {
                this.storage.removeItem(prefix + name);
            }
        }
        this.storage.removeItem(this.revisionKey);
    }

    private put(name: string, text: string | undefined): boolean {
        this.overflow.delete(name);
        if (text === undefined) {
            this.storage.removeItem(this.values + name);
            return true;
        }
        if (!this.attempt(this.values + name, text)) {
            // An older value there would pass for this one at the next start.
            this.storage.removeItem(this.values + name);
            this.overflow.set(name, text);
            return false;
        }
        return true;
    }

    private attempt(key: string, text: string): boolean {
        try {
            this.storage.setItem(key, text);
            return true;
        } catch {
            return false;
        }
    }

    private namesBelow(prefix: string): readonly string[] {
        const names: string[] = [];
        for (let index = 0; index < this.storage.length; index += 1) {
            const key = this.storage.key(index);
            if (key?.startsWith(prefix) === true) {
                names.push(key.slice(prefix.length));
            }
        }
        return names;
    }
}
