import { expect, test } from 'vitest';
import { isMenuInTopPanel } from './menu-bar-visibility';

test('the menu leaves the top panel when it is compact or hidden', () => {
    expect(['classic', 'visible', undefined].map(isMenuInTopPanel)).toEqual([true, true, true]);
    expect(['compact', 'hidden'].map(isMenuInTopPanel)).toEqual([false, false]);
});
