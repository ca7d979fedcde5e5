import { expect, test } from 'vitest';
import { addedLines } from './added-lines.js';

test('DOC-50: added lines of a patch are found, whatever they look like', () => {
    const patch = [
        'diff --git a/count.ts b/count.ts',
        '--- a/count.ts',
        '+++ b/count.ts',
        '@@ -1,2 +1,3 @@ export',
        '-old',
        '--- b/looks like a header',
        '+++ b/counts as a line',
        '+two',
        '+',
        '@@ -9 +10 @@',
        '-nine',
        '+ten',
        '\\ No newline at end of file',
        'diff --git a/gone.ts b/gone.ts',
        '--- a/gone.ts',
        '+++ /dev/null',
        '@@ -1 +0,0 @@',
        '-all',
        'diff --git "a/\\303\\244 \\"x\\".ts" "b/\\303\\244 \\"x\\".ts"',
        '--- /dev/null',
        '+++ "b/\\303\\244 \\"x\\".ts"',
        '@@ -0,0 +1 @@',
        '+new',
        ''
    ].join('\n');
    expect([...addedLines(patch)]).toEqual([
        ['count.ts', ['++ b/counts as a line', 'two', '', 'ten']],
        ['ä "x".ts', ['new']]
    ]);
});
