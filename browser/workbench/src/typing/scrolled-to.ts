/** How far an arrow goes, in pixels. */
const STEP = 30;

/** What is known of an element that can be scrolled, in pixels. */
export type Scrolled = Readonly<
    Pick<Element, 'scrollTop' | 'scrollLeft' | 'clientHeight' | 'clientWidth' | 'scrollHeight' | 'scrollWidth'>
>;

const moves: Readonly<Record<string, (page: number) => readonly [right: number, down: number]>> = {
    ArrowLeft: () => [-STEP, 0],
    ArrowRight: () => [STEP, 0],
    ArrowUp: () => [0, -STEP],
    ArrowDown: () => [0, STEP],
    PageUp: page => [0, -page],
    PageDown: page => [0, page],
    Home: () => [0, -Infinity],
    End: () => [0, Infinity]
};

export function isScrollKey(key: string): boolean {
    return Object.hasOwn(moves, key);
}

/** Where a key of {@link isScrollKey} brings an element. */
export function scrolledTo(key: string, element: Scrolled): { readonly left: number; readonly top: number } {
    const [right, down] = moves[key]?.(element.clientHeight) ?? [0, 0];
    return {
        left: within(element.scrollLeft + right, element.scrollWidth - element.clientWidth),
        top: within(element.scrollTop + down, element.scrollHeight - element.clientHeight)
    };
}

function within(place: number, last: number): number {
    return Math.max(0, Math.min(place, last));
}
