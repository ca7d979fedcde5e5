import { describe, expect, test } from 'vitest';
import { checkReachable, folderName, parseRepository } from './repository-url.js';

const invalid = expect.objectContaining({ code: 'invalid-repository' }) as unknown;
const forbidden = { code: 'repository-address-forbidden' };

describe('an address of a repository', () => {
    test.each([
        ['https://git.example.org/ada/engine', 'https://git.example.org/ada/engine', 'engine'],
        ['https://git.example.org/ada/engine.git', 'https://git.example.org/ada/engine.git', 'engine'],
        ['https://git.example.org/ada/engine/', 'https://git.example.org/ada/engine', 'engine'],
        ['HTTPS://Git.Example.ORG/Ada/Engine', 'https://git.example.org/Ada/Engine', 'Engine'],
        ['https://git.example.org/ada/engine#readme', 'https://git.example.org/ada/engine', 'engine'],
        ['https://git.example.org:8443/a/b/c/d', 'https://git.example.org:8443/a/b/c/d', 'd'],
        ['http://git.example.org/engine', 'http://git.example.org/engine', 'engine'],
        ['git://git.example.org/engine.git', 'git://git.example.org/engine.git', 'engine'],
        ['ssh://git@git.example.org/ada/engine', 'ssh://git@git.example.org/ada/engine', 'engine'],
        ['ssh://git@git.example.org:2222/engine', 'ssh://git@git.example.org:2222/engine', 'engine'],
        ['git@git.example.org:ada/engine.git', 'git@git.example.org:ada/engine.git', 'engine'],
        ['git.example.org:ada/engine.git', 'git@git.example.org:ada/engine.git', 'engine'],
        ['git@git.example.org:/srv/engine.git', 'git@git.example.org:/srv/engine.git', 'engine'],
        ['git@git.example.org:~ada/engine/', 'git@git.example.org:~ada/engine', 'engine'],
        ['git@git.example.org:a%20b?c#d', 'git@git.example.org:a%20b?c#d', 'a-20b-c-d'],
        ['git@git.example.org:../engine', 'git@git.example.org:../engine', 'engine'],
        ['deploy-user@host:engine', 'deploy-user@host:engine', 'engine'],
        ['https://git.example.org/ada/My%20Engine', 'https://git.example.org/ada/My%20Engine', 'My-Engine'],
        ['https://git.example.org/ada/My Engine', 'https://git.example.org/ada/My%20Engine', 'My-Engine'],
        ['https://git.example.org/ada/../engine', 'https://git.example.org/engine', 'engine'],
        ['https://git.example.org/ada/%2e%2e/engine', 'https://git.example.org/engine', 'engine'],
        ['https://git.example.org/ada/..%2f..%2fetc', 'https://git.example.org/ada/..%2f..%2fetc', 'etc'],
        ['https://git.example.org/ada/x%2f..', 'https://git.example.org/ada/x%2f..', 'workspace'],
        ['https://git.example.org/ada/.git', 'https://git.example.org/ada/.git', 'workspace'],
        ['https://git.example.org/ada/-rf', 'https://git.example.org/ada/-rf', 'rf'],
        ['https://git.example.org/ada/%E0%A4%A', 'https://git.example.org/ada/%E0%A4%A', 'E0-A4-A'],
        ['https://git.example.org/ada/%00', 'https://git.example.org/ada/%00', 'workspace'],
        ['https://git.example.org/ada/caffè', 'https://git.example.org/ada/caff%C3%A8', 'caffe'],
        ['https://git.example.org/ada/織機', 'https://git.example.org/ada/%E7%B9%94%E6%A9%9F', 'workspace'],
        ['https://bücher.example/ada/engine', 'https://xn--bcher-kva.example/ada/engine', 'engine'],
        ['https://git.example.org/_git/engine?path=/', 'https://git.example.org/_git/engine?path=/', 'engine']
    ])('%s', (text, url, folder) => {
        const repository = parseRepository(text);
        expect(repository).toMatchObject({ folder });
        expect(repository.url).toBe(url.replace(/\/$/, ''));
        expect(repository.ref).toBeUndefined();
    });

    test.each([
        ['https://git.example.org/a/b', 'git.example.org', 443],
        ['http://git.example.org/a/b', 'git.example.org', 80],
        ['git@git.example.org:a/b', 'git.example.org', 22],
        ['git://git.example.org/a/b', 'git.example.org', 9418],
        ['https://[2001:db8::1]:8443/a/b', '2001:db8::1', 8443],
        ['ssh://git@[2001:db8::1]/a/b', '2001:db8::1', 22]
    ])('%s is at host %s, port %i', (text, host, port) => {
        expect(parseRepository(text)).toMatchObject({ host, port });
    });

    test('a ref that is asked for by itself is kept', () => {
        expect(parseRepository('https://git.example.org/a/b', 'main')).toMatchObject({ ref: 'main' });
    });
});

describe('the address of a page', () => {
    test.each([
        ['https://github.example/ada/engine/tree/main', 'main'],
        ['https://github.example/ada/engine/tree/feature/carry', 'feature/carry'],
        ['https://github.example/ada/engine/tree/feature%2Fcarry', 'feature/carry'],
        ['https://github.example/ada/engine/tree/main/', 'main'],
        ['https://github.example/ada/engine/commit/0123456789abcdef', '0123456789abcdef'],
        ['https://github.example/ada/engine/commits/main', 'main'],
        ['https://gitlab.example/ada/engine/-/tree/main', 'main'],
        ['https://gitlab.example/ada/engine/-/tree/main?ref_type=heads', 'main'],
        ['https://gitlab.example/ada/engine/-/commit/0123456789abcdef#note_1', '0123456789abcdef'],
        ['https://codeberg.example/ada/engine/src/branch/main', 'main'],
        ['https://codeberg.example/ada/engine/src/tag/v1.0', 'v1.0'],
        ['https://github.example/ada/engine.git/tree/main', 'main']
    ])('%s is the repository at %s', (text, ref) => {
        const repository = parseRepository(text);
        expect(repository).toMatchObject({ ref, folder: 'engine' });
        expect(repository.url).toBe(`https://${repository.host}/ada/engine`);
    });

    test('gives way to a ref that is asked for by itself', () => {
        expect(parseRepository('https://github.example/ada/engine/tree/main', 'v2')).toMatchObject({
            url: 'https://github.example/ada/engine',
            ref: 'v2'
        });
    });

    test.each([
        'https://github.example/ada/engine/tree/--upload-pack=touch%20x',
        'https://github.example/ada/engine/tree/-b',
        'https://github.example/ada/engine/tree/a%20b',
        'https://github.example/ada/engine/tree/a%0Ab',
        'https://github.example/ada/engine/tree/a:b',
        `https://github.example/ada/engine/tree/${'x'.repeat(251)}`
    ])('%s is refused, because no ref is called that', text => {
        expect(() => parseRepository(text)).toThrow(invalid);
    });
});

describe('what is no address of a repository is refused', () => {
    test.each([
        '',
        'engine',
        'ada/engine',
        '/srv/git/engine',
        '../engine',
        '~/engine',
        'file:///etc/passwd',
        'file:/etc/passwd',
        'file:relative',
        'ext::sh -c "touch /tmp/x"',
        'ext::sh%20-c%20x',
        'fd::7/x',
        'javascript:alert(1)',
        'data:text/plain,hello',
        'ftp://git.example.org/a/b',
        'http:',
        'https://',
        'https:///',
        'https://git.example.org',
        'https://git.example.org/',
        'https://git.example.org//',
        'https://git.example.org:99999/a',
        'https://exa mple.org/a',
        'http+ext://git.example.org/a',
        '--upload-pack=touch',
        '-u',
        'ssh://-oProxyCommand=touch%20x/a',
        'ssh://git@-oProxyCommand=x/a',
        'ssh://-oProxyCommand=x@git.example.org/a',
        'ssh://%2doProxyCommand=x@git.example.org/a',
        'ssh://%31%32%37.0.0.1/a',
        'ssh://a;b/c',
        'git://$(touch x)/a',
        '-oProxyCommand=x@git.example.org:a',
        'git@-oProxyCommand=x:a',
        'git@git.example.org:',
        'git@git.example.org:/',
        'git@git.example.org:..',
        'git:secret@git.example.org:a/b',
        'localhost:3000/a/b',
        'git@@host:a',
        'git@host:a b',
        'git@host:a\nb'
    ])('%j', text => {
        expect(() => parseRepository(text)).toThrow(invalid);
    });

    test.each([
        'https://ada:secret@git.example.org/a/b',
        'https://token@git.example.org/a/b',
        'https://:secret@git.example.org/a/b',
        'ssh://git:secret@git.example.org/a/b',
        'http://x-oauth-basic@git.example.org/a/b'
    ])('%s, whose login everybody in the workspace could read', text => {
        expect(() => parseRepository(text)).toThrow(/user name or password/);
        try {
            parseRepository(text);
        } catch (error) {
            expect(String(error)).not.toContain('secret');
        }
    });

    test('in a sentence that does not repeat a whole novel', () => {
        expect(() => parseRepository('x'.repeat(2000))).toThrow(/^.{1,300}$/);
    });
});

describe('a name as a folder', () => {
    test.each([
        '..',
        '.',
        '...',
        '',
        '/',
        '../../etc',
        '.ssh',
        '-rf',
        'a/b',
        'a\\b',
        'a\0b',
        '\n',
        '💺',
        'a'.repeat(300),
        `${'a'.repeat(79)}. x`
    ])('%j is one visible path component', name => {
        expect(folderName(name)).toMatch(/^[A-Za-z0-9_](?:[A-Za-z0-9._-]{0,78}[A-Za-z0-9_])?$/);
    });
});

describe('an address that workspaces may not reach', () => {
    const hubUrl = 'https://ide.example.org';
    const check = (text: string, allowed: readonly string[] = [], hub = hubUrl) =>
        checkReachable(parseRepository(text), hub, allowed);

    test.each([
        'http://127.0.0.1/a',
        'http://127.1/a',
        'http://2130706433/a',
        'http://0x7f.0.0.1/a',
        'http://0177.0.0.1/a',
        'ssh://git@2130706433/a',
        'ssh://git@0x7f000001/a',
        'http://0.0.0.0/a',
        'http://10.1.2.3/a',
        'http://172.16.0.1/a',
        'http://192.168.1.1/a',
        'http://100.64.0.1/a',
        'http://169.254.169.254/latest/meta-data',
        'http://224.0.0.1/a',
        'http://255.255.255.255/a',
        'http://[::1]/a',
        'http://[::]/a',
        'http://[fe80::1]/a',
        'http://[fd00::1]/a',
        'http://[ff02::1]/a',
        'http://[::ffff:127.0.0.1]/a',
        'http://[::ffff:7f00:1]/a',
        'http://[::ffff:10.0.0.1]/a',
        'http://[64:ff9b::7f00:1]/a',
        'http://[2002:7f00:1::]/a',
        'http://localhost/a',
        'git@localhost:a'
    ])('%s is refused', async text => {
        await expect(check(text)).rejects.toMatchObject(forbidden);
    });

    test('says how the administrator can allow it, and then it is allowed', async () => {
        await expect(check('http://10.1.2.3:8080/a')).rejects.toThrow('LONGTABLE_EGRESS_ALLOW=10.1.2.3:8080');
        await expect(check('http://10.1.2.3:8080/a', ['10.1.2.3:8080'])).resolves.toBeUndefined();
        await expect(check('http://10.1.2.3:8081/a', ['10.1.2.3:8080'])).rejects.toMatchObject(forbidden);
        await expect(check('http://[fd00::1]:8080/a', ['[fd00::1]:8080'])).resolves.toBeUndefined();
        await expect(check('http://git.internal/a', ['git.internal:80'])).resolves.toBeUndefined();
    });

    test('says so in words when it is Longtable itself', async () => {
        await expect(check('https://ide.example.org/a')).rejects.toThrow('address of Longtable itself');
        await expect(check('https://IDE.example.org:443/w/abc')).rejects.toThrow('address of Longtable itself');
        await expect(check('http://localhost:3000/a', [], 'http://localhost:3000')).rejects.toThrow(
            'address of Longtable itself'
        );
    });

    test('is not one of the public ones', async () => {
        await expect(check('https://93.184.216.34/a')).resolves.toBeUndefined();
        await expect(check('https://[2606:2800:220:1::1]/a')).resolves.toBeUndefined();
    });

    test('is not a name that cannot be resolved: the clone says so', async () => {
        await expect(check('https://nowhere.invalid/a')).resolves.toBeUndefined();
    });
});
