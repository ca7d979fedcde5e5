import { expect, test } from 'vitest';
import { progressPercent, progressWords } from './snapshot-progress-words.js';

test('how far it has come never goes to the end before it is there', () => {
    const progress = { step: 'copying', files: 10, bytes: 100, totalFiles: 10, totalBytes: 100 } as const;
    expect(progressWords(progress)).toBe('Copying 10 of 10 files, 100 bytes of 100 bytes…');
    expect(progressPercent(progress)).toBe(95);
    expect(progressPercent({ ...progress, step: 'storing' })).toBeLessThan(100);
    expect(progressPercent({ step: 'waiting', files: 0, bytes: 0 })).toBeUndefined();
});
