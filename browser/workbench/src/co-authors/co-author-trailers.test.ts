import { expect, test } from 'vitest';
import { notNamedIn, trailerOf, withTrailers } from './co-author-trailers';

const grace = { name: 'Grace', email: 'grace@example.org' };
const alan = { name: 'Alan T.', email: 'Alan@example.org' };

test('a trailer names somebody as git and its hosts expect it', () => {
    expect(trailerOf(alan)).toBe('Co-authored-by: Alan T. <Alan@example.org>');
});

test.each([
    ['Set the table', 'Set the table\n\nCo-authored-by: Grace <grace@example.org>'],
    ['', '\n\nCo-authored-by: Grace <grace@example.org>'],
    ['Set it\n\nFor six.\n', 'Set it\n\nFor six.\n\nCo-authored-by: Grace <grace@example.org>'],
    ['Set it\n\nFixes: #3', 'Set it\n\nFixes: #3\nCo-authored-by: Grace <grace@example.org>'],
    ['fix: it', 'fix: it\n\nCo-authored-by: Grace <grace@example.org>']
])('%j gets a trailer where it belongs', (message, expected) => {
    expect(withTrailers(message, [grace])).toBe(expected);
});

test('who is named already is not named again, however their address is written', () => {
    const message = withTrailers('Set it', [grace, alan]);
    expect(withTrailers(message, [grace, { ...alan, email: 'alan@EXAMPLE.org' }])).toBe(message);
    expect(notNamedIn('Set it\n\nCo-authored-by: G <GRACE@example.org>', [grace, alan])).toEqual([alan]);
});
