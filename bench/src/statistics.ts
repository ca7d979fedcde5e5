/** The middle of some numbers; of an even count, the upper one of the two in the middle. */
export function median(values: readonly number[]): number {
    return percentile(values, 50);
}

/** The value below which `percent` of a hundred lie. NaN for none. */
export function percentile(values: readonly number[], percent: number): number {
    const sorted = values.toSorted((one, other) => one - other);
    return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? Number.NaN;
}
