import { describe, expect, test } from 'vitest';
import { repositoryOfHash, repositoryParts, shortRepository } from './repository-link.js';

describe('the repository of a fragment', () => {
    test.each([
        ['#https://github.com/team/app', 'https://github.com/team/app'],
        ['#https%3A%2F%2Fgithub.com%2Fteam%2Fapp', 'https://github.com/team/app'],
        ['#ssh://git@example.org:2222/team/app.git', 'ssh://git@example.org:2222/team/app.git'],
        ['#git@example.org:team/app.git', 'git@example.org:team/app.git'],
        ['#github.com/team/app', 'https://github.com/team/app'],
        ['#http://localhost:4000/app.git', 'http://localhost:4000/app.git'],
        ['#https://example.org/100%/app', 'https://example.org/100%/app'],
        ['#https://example.org/app/tree/fix%23123', 'https://example.org/app/tree/fix%23123']
    ])('%s', (hash, repository) => {
        expect(repositoryOfHash(hash)).toBe(repository);
    });

    test.each(['', '#', '#main', '#section/two', '#javascript:alert(1)', '#https://', '#https://a b'])(
        'is none in %j',
        hash => {
            expect(repositoryOfHash(hash)).toBeUndefined();
        }
    );
});

describe('a repository in few words', () => {
    test('leaves out scheme, credentials and suffix', () => {
        expect(shortRepository('https://user:secret@example.org/team/app.git')).toBe('example.org/team/app');
    });

    test.each([
        ['https://github.com/team/app.git', 'github.com', 'team/app'],
        ['git@example.org:team/app.git', 'example.org', 'team/app'],
        ['ssh://git@example.org:2222/team/app', 'example.org:2222', 'team/app'],
        ['app', '', 'app']
    ])('%s has a host and a path', (repository, host, path) => {
        expect(repositoryParts(repository)).toEqual({ host, path });
    });
});
