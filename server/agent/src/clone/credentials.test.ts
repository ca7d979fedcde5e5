import { expect, test } from 'vitest';
import { withoutCredentials } from './credentials.js';

test.each([
    ['https://ada:secret@git.example.org/a.git', 'https://git.example.org/a.git'],
    ['https://token@git.example.org/a.git', 'https://git.example.org/a.git'],
    ['https://ada:p@ss@git.example.org/a', 'https://git.example.org/a'],
    ["fatal: unable to access 'https://ada:secret@h/a/': no", "fatal: unable to access 'https://h/a/': no"],
    ['ssh://git:secret@h/a', 'ssh://h/a'],
    ['two: http://a:b@c/d and http://e:f@g/h', 'two: http://c/d and http://g/h'],
    ['ssh://git@h/a', 'ssh://git@h/a'],
    ['git@h:a/b.git', 'git@h:a/b.git'],
    ['https://h/a@b', 'https://h/a@b']
])('CLONE-9: %s is shown as %s', (text, shown) => {
    expect(withoutCredentials(text)).toBe(shown);
});
