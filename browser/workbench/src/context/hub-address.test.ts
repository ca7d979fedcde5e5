import { describe, expect, test } from 'vitest';
import { HubPages, hubUrlOf, workspaceIdOf } from './hub-address';

describe('the address of the hub', () => {
    test('is what is left of a workspace’s origin', () => {
        const location = { protocol: 'http:', host: 'abcdefgh.localhost:3000' };
        expect(hubUrlOf(location)).toBe('http://localhost:3000');
        expect(workspaceIdOf(location)).toBe('abcdefgh');
        expect(hubUrlOf({ protocol: 'https:', host: 'abcdefgh.ide.example.org' })).toBe('https://ide.example.org');
    });

    test('leads to the pages of the dashboard, with or without a slash at its end', () => {
        for (const url of ['http://localhost:3000', 'http://localhost:3000/']) {
            const pages = new HubPages(url, 'abcdefgh');
            expect(pages.dashboard).toBe('http://localhost:3000/');
            expect(pages.workspace).toBe('http://localhost:3000/workspaces/abcdefgh');
            expect(pages.login).toBe('http://localhost:3000/login');
            expect(pages.loginAndReturn).toBe('http://localhost:3000/login?returnTo=%2Fw%2Fabcdefgh');
        }
    });
});
