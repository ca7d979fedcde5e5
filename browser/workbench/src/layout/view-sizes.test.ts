import { expect, test } from 'vitest';
import { withSizes } from './view-sizes';

test('LAYOUT-11: views of a container that was never shown come back unfolded, and all others as they were', () => {
    const never = {
        title: 'Source Control',
        parts: [
            { partId: 'changes', collapsed: false, hidden: false },
            { partId: 'amend', collapsed: false, hidden: true },
            { partId: 'graph', collapsed: true, hidden: false }
        ]
    };
    expect(withSizes(never)).toEqual({
        title: 'Source Control',
        parts: [
            { partId: 'changes', collapsed: false, hidden: false, relativeSize: 0.5 },
            { partId: 'amend', collapsed: false, hidden: true, relativeSize: 0.5 },
            { partId: 'graph', collapsed: true, hidden: false }
        ]
    });
    const shown = { parts: [{ partId: 'files', collapsed: false, relativeSize: 0.7 }, undefined, 3] };
    expect(withSizes(shown)).toEqual(shown);
    for (const other of [{ isPreview: false }, { parts: 3 }, {}]) {
        expect(withSizes(other)).toBe(other);
    }
});
