import { expect, test } from 'vitest';
import { isScrollKey, scrolledTo } from './scrolled-to';

const element = {
    scrollTop: 100,
    scrollLeft: 10,
    clientHeight: 200,
    clientWidth: 50,
    scrollHeight: 1000,
    scrollWidth: 90
};

test.each([
    ['ArrowUp', { left: 10, top: 70 }],
    ['ArrowDown', { left: 10, top: 130 }],
    ['ArrowLeft', { left: 0, top: 100 }],
    ['ArrowRight', { left: 40, top: 100 }],
    ['PageUp', { left: 10, top: 0 }],
    ['PageDown', { left: 10, top: 300 }],
    ['Home', { left: 10, top: 0 }],
    ['End', { left: 10, top: 800 }]
])('%s scrolls to %o', (key, place) => {
    expect(isScrollKey(key)).toBe(true);
    expect(scrolledTo(key, element)).toEqual(place);
});

test('what fits stays where it is, and other keys scroll nothing', () => {
    const small = { ...element, scrollTop: 0, scrollLeft: 0, scrollHeight: 200, scrollWidth: 50 };
    expect(scrolledTo('End', small)).toEqual({ left: 0, top: 0 });
    expect(['x', ' ', 'Enter', 'toString'].some(isScrollKey)).toBe(false);
});
