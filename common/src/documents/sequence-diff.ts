/** A stretch that differs: `[fromStart, fromEnd)` of one sequence stands where `[toStart, toEnd)` stands in the other. */
export interface Change {
    readonly fromStart: number;
    readonly fromEnd: number;
    readonly toStart: number;
    readonly toEnd: number;
}

/** Above this many comparisons a stretch without anything unique in it is taken to be replaced as a whole. */
const MOST_COMPARISONS = 250_000;

/**
 * Where two sequences differ, in order. Takes what occurs once in both as fixed points, so that it stays fast however
 * long the sequences are; what lies between them is compared element by element where that is affordable.
 */
export function diffSequences(from: Int32Array, to: Int32Array): Change[] {
    const changes: Change[] = [];
    const pending: Change[] = [{ fromStart: 0, fromEnd: from.length, toStart: 0, toEnd: to.length }];
    for (let range = pending.pop(); range !== undefined; range = pending.pop()) {
        const rest = trim(from, to, range);
        if (rest.fromStart === rest.fromEnd && rest.toStart === rest.toEnd) {
            continue;
        }
        const parts = split(from, to, rest);
        if (parts === undefined) {
            changes.push(rest);
        } else {
            pending.push(...parts.reverse());
        }
    }
    return changes;
}

function trim(from: Int32Array, to: Int32Array, { fromStart, fromEnd, toStart, toEnd }: Change): Change {
    while (fromStart < fromEnd && toStart < toEnd && from[fromStart] === to[toStart]) {
        fromStart++;
        toStart++;
    }
    while (fromStart < fromEnd && toStart < toEnd && from[fromEnd - 1] === to[toEnd - 1]) {
        fromEnd--;
        toEnd--;
    }
    return { fromStart, fromEnd, toStart, toEnd };
}

/** The stretches between what both have in common, or undefined when that is nothing. */
function split(from: Int32Array, to: Int32Array, range: Change): Change[] | undefined {
    const { fromStart, fromEnd, toStart, toEnd } = range;
    if (fromStart === fromEnd || toStart === toEnd) {
        return undefined;
    }
    let common = uniqueInBoth(from, to, range);
    if (common.length === 0 && (fromEnd - fromStart) * (toEnd - toStart) <= MOST_COMPARISONS) {
        common = longestCommon(from, to, range);
    }
    if (common.length === 0) {
        return undefined;
    }
    const parts: Change[] = [];
    let [fromAt, toAt] = [fromStart, toStart];
    for (const [fromNext, toNext] of common) {
        parts.push({ fromStart: fromAt, fromEnd: fromNext, toStart: toAt, toEnd: toNext });
        [fromAt, toAt] = [fromNext + 1, toNext + 1];
    }
    parts.push({ fromStart: fromAt, fromEnd, toStart: toAt, toEnd });
    return parts;
}

type Pair = readonly [from: number, to: number];

/** The longest rising series of what occurs exactly once in both stretches. */
function uniqueInBoth(from: Int32Array, to: Int32Array, range: Change): Pair[] {
    const places = new Map<number, { from: number; to: number }>();
    for (let at = range.fromStart; at < range.fromEnd; at++) {
        const element = from[at] ?? 0;
        places.set(element, { from: places.has(element) ? -1 : at, to: -1 });
    }
    for (let at = range.toStart; at < range.toEnd; at++) {
        const place = places.get(to[at] ?? 0);
        if (place !== undefined && place.from >= 0) {
            [place.from, place.to] = place.to === -1 ? [place.from, at] : [-1, -1];
        }
    }
    const pairs = [...places.values()].filter(place => place.from >= 0 && place.to >= 0);
    return longestRising(pairs.sort((a, b) => a.from - b.from));
}

/** Patience sorting: the longest subsequence whose `to` rises. */
function longestRising(pairs: readonly { readonly from: number; readonly to: number }[]): Pair[] {
    const ends: number[] = [];
    const before = new Int32Array(pairs.length);
    const toOf = (index: number | undefined) => (index === undefined ? -1 : (pairs[index]?.to ?? -1));
    for (let index = 0; index < pairs.length; index++) {
        let [low, high] = [0, ends.length];
        while (low < high) {
            const middle = (low + high) >> 1;
            if (toOf(ends[middle]) < toOf(index)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        before[index] = low === 0 ? -1 : (ends[low - 1] ?? -1);
        ends[low] = index;
    }
    const rising: Pair[] = [];
    for (let index = ends.at(-1) ?? -1; index >= 0; index = before[index] ?? -1) {
        const pair = pairs[index];
        if (pair !== undefined) {
            rising.push([pair.from, pair.to]);
        }
    }
    return rising.reverse();
}

/** The longest common subsequence, by the table of all pairs. */
function longestCommon(from: Int32Array, to: Int32Array, range: Change): Pair[] {
    const [rows, columns] = [range.fromEnd - range.fromStart, range.toEnd - range.toStart];
    const width = columns + 1;
    const lengths = new Int32Array((rows + 1) * width);
    const length = (row: number, column: number) => lengths[row * width + column] ?? 0;
    const same = (row: number, column: number) => from[range.fromStart + row] === to[range.toStart + column];
    for (let row = rows - 1; row >= 0; row--) {
        for (let column = columns - 1; column >= 0; column--) {
            lengths[row * width + column] = same(row, column)
                ? length(row + 1, column + 1) + 1
                : Math.max(length(row + 1, column), length(row, column + 1));
        }
    }
    const common: Pair[] = [];
    for (let [row, column] = [0, 0]; row < rows && column < columns;) {
        if (same(row, column)) {
            common.push([range.fromStart + row++, range.toStart + column++]);
        } else if (length(row + 1, column) >= length(row, column + 1)) {
            row++;
        } else {
            column++;
        }
    }
    return common;
}
