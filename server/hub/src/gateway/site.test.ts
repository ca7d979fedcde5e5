import { WorkspaceId } from '@longtable/common';
import { describe, expect, test } from 'vitest';
import { Sites, webviewEndpoint } from './site.js';

const id = WorkspaceId.parse('abcdefgh1234');

describe('at localhost with a port', () => {
    const sites = new Sites('http://localhost:3000');

    test.each(['localhost:3000', 'LOCALHOST:3000', '127.0.0.1:3000', '[::1]:3000'])('%s is the hub', host => {
        expect(sites.of(host)).toEqual({ kind: 'hub' });
    });

    test.each([
        ['localhost:3000', false],
        ['LOCALHOST:3000', false],
        ['127.0.0.1:3000', true],
        ['[::1]:3000', true],
        ['evil.example', false],
        [undefined, false]
    ])('%s is another name of the hub: %s', (host, expected) => {
        expect(sites.isOtherName(host)).toBe(expected);
    });

    test.each([`${id}.localhost:3000`, `${id.toUpperCase()}.LocalHost:3000`])('%s is a workspace', host => {
        expect(sites.of(host)).toEqual({ kind: 'workspace', id });
    });

    test.each([
        `0b9d5b0e-7f9c-4e1b-9d6e-1f2a3b4c5d6e--webview--${id}.localhost:3000`,
        `x--webview--y--webview--${id}.localhost:3000`,
        `0b9d5b0e-7f9c-4e1b-9d6e-1f2a3b4c5d6e--webview.${id}.localhost:3000`
    ])('%s is a webview', host => {
        expect(sites.of(host)).toEqual({ kind: 'webview', id });
    });

    test.each([
        undefined,
        '',
        'localhost',
        'localhost:3001',
        'localhost:30000',
        'localhost.:3000',
        'localhost:3000.',
        'evil.example',
        'localhost:3000.evil.example',
        `${id}.localhost`,
        `${id}.localhost:3001`,
        `${id}.127.0.0.1:3000`,
        `.localhost:3000`,
        `a.${id}.localhost:3000`,
        `evil.x--webview--${id}.localhost:3000`,
        `--webview--${id}.localhost:3000`,
        `x--webview--.localhost:3000`,
        `x--webview--../..localhost:3000`,
        'short.localhost:3000',
        `1bcdefgh1234.localhost:3000`,
        `3000--${id}.localhost:3000`,
        `${id}@localhost:3000`,
        `${id}.evillocalhost:3000`
    ])('%s is unknown', host => {
        expect(sites.of(host)).toEqual({ kind: 'unknown' });
    });
});

describe('at a name of its own with TLS', () => {
    const sites = new Sites('https://ide.example.org');

    test('the hub and its workspaces are known without a port', () => {
        expect(sites.of('ide.example.org')).toEqual({ kind: 'hub' });
        expect(sites.of(`${id}.ide.example.org`)).toEqual({ kind: 'workspace', id });
    });

    test.each(['127.0.0.1', 'localhost', '[::1]', 'example.org', `${id}.example.org`, `${id}ide.example.org`])(
        '%s is unknown',
        host => {
            expect(sites.of(host)).toEqual({ kind: 'unknown' });
        }
    );
});

test.each([
    ['http://localhost:3000', `0b9d5b0e-7f9c-4e1b-9d6e-1f2a3b4c5d6e--webview.${id}.localhost:3000`],
    ['https://ide.example.org', `0b9d5b0e-7f9c-4e1b-9d6e-1f2a3b4c5d6e--webview--${id}.ide.example.org`]
])('a webview below %s is at an address that is same-site with its workspace and known as one', (hubUrl, expected) => {
    const host = webviewEndpoint(hubUrl, id).replace('{{uuid}}', '0b9d5b0e-7f9c-4e1b-9d6e-1f2a3b4c5d6e');
    expect(host).toBe(expected);
    expect(new Sites(hubUrl).of(host)).toEqual({ kind: 'webview', id });
    expect(host.split('.')[0]?.length).toBeLessThanOrEqual(63);
});
