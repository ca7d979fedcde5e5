import { expect, test } from 'vitest';
import { lostWords, problemWords, recommendationWords } from './start-up-words';

test('a problem is told with its place, where there is one', () => {
    expect(problemWords({ file: '.gitpod.yml', line: 3, column: 5, message: 'No.' })).toBe(
        '.gitpod.yml, line 3, column 5: No.'
    );
    expect(problemWords({ file: '.devcontainer.json', message: 'No.' })).toBe('.devcontainer.json: No.');
});

test('tasks that ended with the IDE are named', () => {
    expect(lostWords(['Server', 'Client'])).toMatch(/ended with it and was not run again: “Server”, “Client”\.$/);
});

test('extensions are proposed one by one or together', () => {
    expect(recommendationWords(['a.b'])).toContain('recommends the extension a.b.');
    expect(recommendationWords(['a.b', 'c.d'])).toContain('recommends the extensions a.b, c.d.');
});
