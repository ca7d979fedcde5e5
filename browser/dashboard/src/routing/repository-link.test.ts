import { describe, expect, test } from 'vitest';
import { repositoryLink, repositoryOfHash, repositoryParts, shortRepository } from './repository-link.js';

describe('the repository of a fragment', () => {
    test.each([
        ['#https://github.com/team/app', 'https://github.com/team/app'],
        ['#https%3A%2F%2Fgithub.com%2Fteam%2Fapp', 'https://github.com/team/app'],
        ['#ssh://git@example.org:2222/team/app.git', 'ssh://git@example.org:2222/team/app.git'],
        ['#git@example.org:team/app.git', 'git@example.org:team/app.git'],
        ['#github.com/team/app', 'https://github.com/team/app'],
        ['#http://localhost:4000/app.git', 'http://localhost:4000/app.git'],
        ['#https://example.org/100%/app', 'https://example.org/100%/app']
    ])('%s', (hash, repository) => {
        expect(repositoryOfHash(hash)).toEqual({ repository });
    });

    test.each(['', '#', '#main', '#section/two', '#javascript:alert(1)', '#https://', '#https://a b'])(
        'is none in %j',
        hash => {
            expect(repositoryOfHash(hash)).toBeUndefined();
        }
    );
});

describe('the address of a branch’s page', () => {
    test.each([
        ['https://github.com/team/app/tree/main', 'https://github.com/team/app', 'main'],
        ['https://github.com/team/app/tree/feature/x/', 'https://github.com/team/app', 'feature/x'],
        ['https://gitlab.com/a/b/c/-/tree/v1.2?ref_type=tags', 'https://gitlab.com/a/b/c', 'v1.2'],
        ['https://github.com/team/app/tree/fix%23123', 'https://github.com/team/app', 'fix#123']
    ])('%s', (address, repository, ref) => {
        expect(repositoryLink(address)).toEqual({ repository, ref });
    });

    test('leaves other addresses as they are, but for space around them', () => {
        expect(repositoryLink('  git@example.org:team/tree/app.git ')).toEqual({
            repository: 'git@example.org:team/tree/app.git'
        });
    });
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
