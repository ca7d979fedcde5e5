import { expect, test } from 'vitest';
import { type ScrollBar, updateOnlyWhatScrolls } from './perfect-scrollbar-override';

interface Shape {
    width: number;
    height: number;
    scrollWidth: number;
    scrollHeight: number;
    scrollLeft: number;
    scrollTop: number;
    contains(rail: unknown): boolean;
}

/** A scroll bar that has been updated once, what it stands at, and how often it was updated since. */
function updated(shape: Partial<Shape> = {}): { bar: ScrollBar; element: Shape; updates: () => number } {
    const element: Shape & { getBoundingClientRect: () => unknown } = {
        width: 100.4,
        height: 22,
        scrollWidth: 100,
        scrollHeight: 22,
        scrollLeft: 0,
        scrollTop: 0,
        contains: () => true,
        getBoundingClientRect: () => element,
        ...shape
    };
    let count = 0;
    const prototype = {
        update: () => {
            count++;
        }
    };
    updateOnlyWhatScrolls(prototype);
    const bar = Object.assign(Object.create(prototype) as ScrollBar, {
        element: element as unknown as HTMLElement,
        isAlive: true,
        scrollbarXActive: element.scrollWidth > element.width,
        scrollbarYActive: element.scrollHeight > element.height,
        containerWidth: Math.round(element.width),
        containerHeight: Math.round(element.height),
        contentWidth: element.scrollWidth,
        contentHeight: element.scrollHeight
    });
    return { bar, element, updates: () => count };
}

test('where nothing can be scrolled and nothing has changed, nothing is done', () => {
    const { bar, updates } = updated();
    bar.update();
    expect(updates()).toBe(0);
});

test.each<[what: string, change: Partial<Shape>]>([
    ['wider content', { scrollWidth: 200 }],
    ['higher content', { scrollHeight: 44 }],
    ['lower content', { scrollHeight: 11 }],
    ['another width', { width: 50 }],
    ['another height', { height: 10 }],
    ['a place that was scrolled to by a program', { scrollTop: 3 }],
    ['the same to the side', { scrollLeft: 3 }],
    ['a rail that is gone', { contains: () => false }]
])('%s is seen', (_what, change) => {
    const { bar, element, updates } = updated();
    Object.assign(element, change);
    bar.update();
    expect(updates()).toBe(1);
});

test.each<Partial<Shape>>([{ scrollWidth: 200 }, { scrollHeight: 200 }])(
    'where something can be scrolled, it is updated always',
    shape => {
        const { bar, updates } = updated(shape);
        bar.update();
        bar.update();
        expect(updates()).toBe(2);
    }
);
