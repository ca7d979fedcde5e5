import { expect, test } from 'vitest';
import { webAddressOf } from './repository-address';

test('a repository links to its page when it has one, without a password', () => {
    expect(webAddressOf('https://github.com/ada/engine.git')).toBe('https://github.com/ada/engine');
    expect(webAddressOf('https://github.com/ada/engine')).toBe('https://github.com/ada/engine');
    expect(webAddressOf('https://ada:secret@example.org/engine.git/')).toBe('https://example.org/engine');
});

test.each(['git@github.com:ada/engine.git', 'ssh://git@github.com/ada/engine', 'javascript:alert(1)', '/srv/git', ''])(
    '%j is no page',
    address => {
        expect(webAddressOf(address)).toBeUndefined();
    }
);
