import type { PresentPerson } from '@longtable/common';

/**
 * Whose place to take when following somebody who may follow somebody else in turn: the first in that line who follows nobody.
 * Where the line comes back to `me`, nobody leads, and everybody stays where they are.
 */
export function leaderOf(
    people: readonly PresentPerson[],
    followed: string,
    me: string | undefined
): PresentPerson | undefined {
    const find = (userId: string) => people.find(person => person.userId === userId);
    const seen = new Set<string>();
    let leader = find(followed);
    while (leader?.following !== undefined && !seen.has(leader.userId)) {
        seen.add(leader.userId);
        if (leader.following === me) {
            return undefined;
        }
        const next = find(leader.following);
        if (!next) {
            break;
        }
        leader = next;
    }
    return leader;
}
