import { isRecord } from '../context/is-record';

/**
 * The state of a view container in which unfolded views have a size. In one that was never shown Theia has measured none,
 * and folds a view that comes back without.
 */
export function withSizes(state: object): object {
    const parts: unknown = 'parts' in state ? state.parts : undefined;
    if (!Array.isArray(parts)) {
        return state;
    }
    const all = parts as readonly unknown[];
    const isUnmeasured = (part: unknown): part is Record<string, unknown> =>
        isRecord(part) && part['collapsed'] === false && part['relativeSize'] === undefined;
    const relativeSize = 1 / Math.max(1, all.filter(isUnmeasured).length);
    return { ...state, parts: all.map(part => (isUnmeasured(part) ? { ...part, relativeSize } : part)) };
}
