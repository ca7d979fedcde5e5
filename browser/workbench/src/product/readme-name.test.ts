import { expect, test } from 'vitest';
import { readmeAmong } from './readme-name';

test('the introduction of a repository is its Markdown README, else another', () => {
    expect(readmeAmong(['README', 'readme.txt', 'ReadMe.md', 'a.md'])).toBe('ReadMe.md');
    expect(readmeAmong(['README', 'README.rst'])).toBe('README.rst');
    expect(readmeAmong(['README'])).toBe('README');
    expect(readmeAmong(['README.md.bak', 'my-readme.md', 'READMEs'])).toBeUndefined();
});
