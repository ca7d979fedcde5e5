import type { JoinRequest } from '@longtable/common';

/** Tells who is new among those who wait. Someone who asks again after a refusal is new again. */
export class Newcomers {
    protected known = new Set<string>();

    of(requests: readonly JoinRequest[]): readonly JoinRequest[] {
        const newcomers = requests.filter(request => !this.known.has(keyOf(request)));
        this.known = new Set(requests.map(keyOf));
        return newcomers;
    }
}

function keyOf({ userId, at }: JoinRequest): string {
    return `${at} ${userId}`;
}
