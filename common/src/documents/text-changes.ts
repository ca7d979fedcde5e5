import fastDiff from 'fast-diff';
import { diffSequences, type Change } from './sequence-diff.js';

/** Stretches of up to this many characters are compared character by character at once, longer ones by lines first. */
const SHORT = 400;
/** Longer ones are not compared by words, which would keep everything else waiting. */
const LONG = 200_000;
/** Stretches with as many lines on both sides, up to this many, are compared line by line where they are too long otherwise. */
const MOST_LINES = 10_000;
/** Of two stretches of characters that have less than this part in common, one replaces the other as a whole. */
const ALIKE = 0.3;

/** Where two texts differ, in order. No change begins or ends within a surrogate pair. */
export function changesOf(from: string, to: string): Change[] {
    const whole = trim(from, to, { fromStart: 0, fromEnd: from.length, toStart: 0, toEnd: to.length });
    return keepPairs(from, to, slide(from, to, refine(from, to, whole, [splitLines, splitWords])));
}

type Splitter = (text: string) => string[];

/** Compares by lines, what differs then by words, and what still differs by characters. */
function refine(from: string, to: string, range: Change, splitters: readonly Splitter[]): Change[] {
    const [fromLength, toLength] = [range.fromEnd - range.fromStart, range.toEnd - range.toStart];
    if (fromLength === 0 || toLength === 0) {
        return fromLength === toLength ? [] : [range];
    }
    if (fromLength <= SHORT && toLength <= SHORT) {
        return byCharacters(from, to, range);
    }
    const [splitter, ...finer] = splitters;
    if (splitter === undefined) {
        return [range];
    }
    const tooLong = splitter === splitWords && fromLength + toLength > LONG;
    const parts = tooLong ? lineByLine(from, to, range) : byParts(from, to, range, splitter);
    return parts.flatMap(part => refine(from, to, trim(from, to, part), tooLong ? [] : finer));
}

function lineByLine(from: string, to: string, range: Change): Change[] {
    const old = splitLines(from.slice(range.fromStart, range.fromEnd));
    const fresh = splitLines(to.slice(range.toStart, range.toEnd));
    if (old.length !== fresh.length || old.length > MOST_LINES) {
        return [range];
    }
    let { fromStart, toStart } = range;
    return old.map((line, index) => {
        const part = {
            fromStart,
            fromEnd: fromStart + line.length,
            toStart,
            toEnd: toStart + (fresh[index]?.length ?? 0)
        };
        [fromStart, toStart] = [part.fromEnd, part.toEnd];
        return part;
    });
}

function splitLines(text: string): string[] {
    return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function splitWords(text: string): string[] {
    return text.match(/\s+|\w+|[^\s\w]/gu) ?? [];
}

function byParts(from: string, to: string, range: Change, splitter: Splitter): Change[] {
    const numbers = new Map<string, number>();
    const read = (text: string, start: number) => {
        const parts = splitter(text);
        const ids = new Int32Array(parts.length);
        const offsets = new Int32Array(parts.length + 1);
        let offset = start;
        parts.forEach((part, index) => {
            let id = numbers.get(part);
            if (id === undefined) {
                id = numbers.size;
                numbers.set(part, id);
            }
            ids[index] = id;
            offsets[index] = offset;
            offset += part.length;
        });
        offsets[parts.length] = offset;
        return { ids, offset: (index: number) => offsets[index] ?? offset };
    };
    const [old, fresh] = [
        read(from.slice(range.fromStart, range.fromEnd), range.fromStart),
        read(to.slice(range.toStart, range.toEnd), range.toStart)
    ];
    return diffSequences(old.ids, fresh.ids).map(part => ({
        fromStart: old.offset(part.fromStart),
        fromEnd: old.offset(part.fromEnd),
        toStart: fresh.offset(part.toStart),
        toEnd: fresh.offset(part.toEnd)
    }));
}

function byCharacters(from: string, to: string, range: Change): Change[] {
    const [old, fresh] = [from.slice(range.fromStart, range.fromEnd), to.slice(range.toStart, range.toEnd)];
    const changes: Change[] = [];
    let common = 0;
    let [fromAt, toAt] = [range.fromStart, range.toStart];
    let [fromStart, toStart] = [fromAt, toAt];
    const close = () => {
        if (fromAt > fromStart || toAt > toStart) {
            changes.push({ fromStart, fromEnd: fromAt, toStart, toEnd: toAt });
        }
    };
    for (const [kind, text] of fastDiff(old, fresh)) {
        if (kind === fastDiff.EQUAL) {
            close();
            common += text.length;
            fromAt += text.length;
            toAt += text.length;
            [fromStart, toStart] = [fromAt, toAt];
        } else if (kind === fastDiff.DELETE) {
            fromAt += text.length;
        } else {
            toAt += text.length;
        }
    }
    close();
    // A few letters that happen to be the same would tear what is quite another text into crumbs.
    return common < ALIKE * Math.max(old.length, fresh.length) && changes.length > 2 ? [range] : changes;
}

function trim(from: string, to: string, { fromStart, fromEnd, toStart, toEnd }: Change): Change {
    while (fromStart < fromEnd && toStart < toEnd && from.charCodeAt(fromStart) === to.charCodeAt(toStart)) {
        fromStart++;
        toStart++;
    }
    while (fromStart < fromEnd && toStart < toEnd && from.charCodeAt(fromEnd - 1) === to.charCodeAt(toEnd - 1)) {
        fromEnd--;
        toEnd--;
    }
    return { fromStart, fromEnd, toStart, toEnd };
}

/**
 * Moves insertions and deletions back as far as that makes no difference, so that the same change of a text comes out
 * at the same place whatever else was changed.
 */
function slide(from: string, to: string, changes: readonly Change[]): Change[] {
    let limit = from.length;
    return changes
        .toReversed()
        .map(change => {
            let { fromStart, fromEnd, toStart, toEnd } = change;
            const isInsertion = fromStart === fromEnd;
            if (isInsertion || toStart === toEnd) {
                const first = () => (isInsertion ? to.charCodeAt(toStart) : from.charCodeAt(fromStart));
                while (fromEnd < limit && from.charCodeAt(fromEnd) === first()) {
                    fromStart++;
                    fromEnd++;
                    toStart++;
                    toEnd++;
                }
            }
            limit = fromStart;
            return { fromStart, fromEnd, toStart, toEnd };
        })
        .reverse();
}

/** Widens changes that would cut a surrogate pair, and joins those that then touch. */
function keepPairs(from: string, to: string, changes: readonly Change[]): Change[] {
    const kept: Change[] = [];
    for (const change of changes) {
        let { fromStart, fromEnd, toStart, toEnd } = change;
        if (isHigh(from, fromStart - 1) && (isLow(from, fromStart) || isLow(to, toStart))) {
            fromStart--;
            toStart--;
        }
        if (isLow(from, fromEnd) && (isHigh(from, fromEnd - 1) || isHigh(to, toEnd - 1))) {
            fromEnd++;
            toEnd++;
        }
        const last = kept.at(-1);
        if (last !== undefined && last.fromEnd >= fromStart) {
            kept[kept.length - 1] = { ...last, fromEnd, toEnd };
        } else {
            kept.push({ fromStart, fromEnd, toStart, toEnd });
        }
    }
    return kept;
}

function isHigh(text: string, at: number): boolean {
    return (text.charCodeAt(at) & 0xfc00) === 0xd800;
}

function isLow(text: string, at: number): boolean {
    return (text.charCodeAt(at) & 0xfc00) === 0xdc00;
}
