import { PERSON_COLOURS, type UserId } from '@longtable/common';

/** Gives everybody who is present a colour that nobody else has, as long as there are enough. */
export class PersonColours {
    private readonly taken = new Map<UserId, number>();

    /** The colour that somebody has until they leave. Whoever comes back gets the one of before if it is free. */
    of(userId: UserId): number {
        const colour = this.taken.get(userId) ?? this.choose(userId);
        this.taken.set(userId, colour);
        return colour;
    }

    release(userId: UserId): void {
        this.taken.delete(userId);
    }

    private choose(userId: UserId): number {
        const uses = new Array<number>(PERSON_COLOURS).fill(0);
        for (const colour of this.taken.values()) {
            uses[colour] = (uses[colour] ?? 0) + 1;
        }
        const fewest = Math.min(...uses);
        const wanted = hash(userId) % PERSON_COLOURS;
        return uses[wanted] === fewest ? wanted : uses.indexOf(fewest);
    }
}

/** FNV-1a: ids that differ in their last character only are to differ here as well. */
function hash(text: string): number {
    let value = 0x811c9dc5;
    for (const character of text) {
        value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
    }
    return value;
}
