import { JoinRequest } from '@longtable/common';
import { describe, expect, test } from 'vitest';
import { sampleWorkspace } from '../workspaces/sample-workspace.js';
import { initialLiveState, reduceLiveState, type LiveChange } from './live-state.js';

const one = sampleWorkspace('workspaceone');
const two = sampleWorkspace('workspacetwo');

function after(...changes: LiveChange[]) {
    return changes.reduce(reduceLiveState, initialLiveState);
}

describe('what is known about the workspaces', () => {
    test('comes from the API first, then from the live connection', () => {
        expect(after({ type: 'fetched', workspaces: [one] }).workspaces).toEqual([one]);
        expect(
            after({ type: 'fetched', workspaces: [one] }, { type: 'listed', workspaces: [one, two] }).workspaces
        ).toEqual([one, two]);
    });

    test('is not undone by an answer of the API that comes late', () => {
        const changed = { ...one, name: 'newer' };
        const state = after(
            { type: 'listed', workspaces: [one] },
            { type: 'changed', workspace: changed },
            { type: 'fetched', workspaces: [one] }
        );
        expect(state.workspaces).toEqual([changed]);
    });

    test('comes from the API again while the connection is lost, and is kept when that fails', () => {
        const lost: LiveChange[] = [{ type: 'listed', workspaces: [one] }, { type: 'disconnected' }];
        expect(after(...lost, { type: 'fetched', workspaces: [two] })).toMatchObject({
            connection: 'lost',
            workspaces: [two]
        });
        expect(after(...lost, { type: 'fetch-failed', message: 'No.' })).toMatchObject({
            workspaces: [one],
            failure: undefined
        });
    });

    test('says why there is nothing, until there is something', () => {
        expect(after({ type: 'fetch-failed', message: 'No.' }).failure).toBe('No.');
        expect(after({ type: 'fetch-failed', message: 'No.' }, { type: 'fetched', workspaces: [] })).toMatchObject({
            failure: undefined,
            workspaces: []
        });
    });

    test('follows single workspaces', () => {
        const listed: LiveChange = { type: 'listed', workspaces: [one] };
        expect(after(listed, { type: 'changed', workspace: two }).workspaces).toEqual([one, two]);
        expect(after(listed, { type: 'changed', workspace: { ...one, pinned: true } }).workspaces).toEqual([
            { ...one, pinned: true }
        ]);
        expect(after(listed, { type: 'removed', id: one.id }).workspaces).toEqual([]);
    });

    test('a single workspace before the first list is not taken for the list', () => {
        expect(after({ type: 'changed', workspace: two }).workspaces).toBeUndefined();
    });

    test('says who waits, until nobody does or the list comes anew', () => {
        const grace = JoinRequest.parse({ userId: 'grace', name: 'Grace', at: '2026-01-01T00:00:00Z' });
        const asked: LiveChange[] = [
            { type: 'listed', workspaces: [one, two] },
            { type: 'requested', id: one.id, requests: [grace] }
        ];
        expect([...after(...asked).requests]).toEqual([[one.id, [grace]]]);
        expect(after(...asked, { type: 'requested', id: one.id, requests: [] }).requests.size).toBe(0);
        expect(after(...asked, { type: 'removed', id: one.id }).requests.size).toBe(0);
        expect(after(...asked, { type: 'listed', workspaces: [one] }).requests.size).toBe(0);
        expect(after(...asked, { type: 'changed', workspace: two }).requests.size).toBe(1);
    });

    test('stays the same object when a lost connection is lost again', () => {
        const lost = after({ type: 'disconnected' });
        expect(reduceLiveState(lost, { type: 'disconnected' })).toBe(lost);
    });
});
