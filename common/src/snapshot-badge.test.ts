import { expect, test } from 'vitest';
import { badgeHtml, badgeMarkdown } from './snapshot-badge.js';

test('badges lead to the link', () => {
    const url = 'http://localhost:3000/s/token';
    expect(badgeMarkdown(url)).toBe(
        '[![Open in Longtable](http://localhost:3000/badge.svg)](http://localhost:3000/s/token)'
    );
    expect(badgeHtml(url)).toContain(
        '<a href="http://localhost:3000/s/token"><img src="http://localhost:3000/badge.svg"'
    );
});
