import { expect, test } from 'vitest';
import { parseGitProgress } from './git-progress.js';

test.each([
    ['remote: Enumerating objects: 5, done.', 'The server is preparing the files.', 0],
    ['remote: Counting objects:  50% (2/4)', 'The server is preparing the files.', 1],
    ['remote: Compressing objects: 100% (2/2), done.', 'The server is preparing the files.', 5],
    ['Receiving objects:   0% (1/22000)', 'Receiving files.', 5],
    ['Receiving objects:  45% (123/270), 1.20 MiB | 2.30 MiB/s', 'Receiving files: 1.20 MiB, 2.30 MiB/s.', 36],
    ['Receiving objects: 100% (4/4), 214 bytes | 214.00 KiB/s, done.', 'Receiving files: 214 bytes, 214.00 KiB/s.', 75],
    ['Resolving deltas: 100% (17/17), done.', 'Unpacking.', 90],
    ['Updating files:  50% (1/2)', 'Writing files.', 95]
])('CLONE-4: progress %j', (line, message, percent) => {
    expect(parseGitProgress(line)).toEqual({ step: 'clone', message, percent });
});

test.each(["Cloning into 'a'...", 'fatal: Could not read: 100% (1/1)', 'remote: Welcome: 5% (1/2)', ''])(
    'CLONE-4: %j is no progress',
    line => {
        expect(parseGitProgress(line)).toBeUndefined();
    }
);
