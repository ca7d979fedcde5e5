import type { UserId } from '@longtable/common';

/** Under which client ids who writes. Ids are random, so that one that was forgotten in a kill is not given out again. */
export class ClientIds {
    private readonly owners: Map<number, UserId>;

    constructor(
        owners: ReadonlyMap<number, UserId>,
        private readonly own: number
    ) {
        this.owners = new Map(owners);
    }

    /** Whether anybody may have written. */
    get any(): boolean {
        return this.owners.size > 0;
    }

    issue(userId: UserId): number {
        for (;;) {
            const [id = 0] = crypto.getRandomValues(new Uint32Array(1));
            if (id !== 0 && id !== this.own && !this.owners.has(id)) {
                this.owners.set(id, userId);
                return id;
            }
        }
    }

    ownerOf(id: number): UserId | undefined {
        return this.owners.get(id);
    }

    entries(): Iterable<[number, UserId]> {
        return this.owners;
    }
}
