import { describe, expect, test } from 'vitest';
import type { WorkspaceStatus } from '@longtable/common';
import type { ContextAnswer } from '../context/context-answer';
import { HubPages } from '../context/hub-address';
import { type ConnectionFacts, UNNOTICED_MS, viewOf } from './connection-view';

const pages = new HubPages('http://localhost:3000', 'abcdefgh');
const facts: ConnectionFacts = { online: true, offlineFor: 0, answer: undefined, departure: undefined };
const offline: ConnectionFacts = { ...facts, online: false, offlineFor: UNNOTICED_MS };

function answerWith(status: WorkspaceStatus, statusReason?: string): ContextAnswer {
    return { kind: 'context', context: { workspace: { status, statusReason } } } as unknown as ContextAnswer;
}

describe('a connection', () => {
    test('that is there is not worth a word', () => {
        expect(viewOf(facts, pages)).toEqual({ kind: 'connected' });
    });

    test('that is lost is spoken of only when it stays lost', () => {
        expect(viewOf({ ...offline, offlineFor: UNNOTICED_MS - 1 }, pages).kind).toBe('connected');
        expect(viewOf(offline, pages)).toMatchObject({
            kind: 'reconnecting',
            message: 'Reconnecting to the workspace…'
        });
    });

    test('says what is known of the cause', () => {
        expect(viewOf({ ...offline, answer: answerWith('starting') }, pages)).toMatchObject({
            kind: 'reconnecting',
            message: 'The workspace is starting…'
        });
        const answer: ContextAnswer = { kind: 'unreachable', message: 'Longtable does not answer.' };
        expect(viewOf({ ...offline, answer }, pages)).toMatchObject({
            kind: 'reconnecting',
            message: 'Longtable does not answer. Reconnecting…'
        });
    });

    test.each(['stopping', 'stopped'] as const)('to a workspace that is %s says so and leads to its page', status => {
        expect(viewOf({ ...offline, answer: answerWith(status, 'It was idle') }, pages)).toEqual({
            kind: 'away',
            workspace: 'blurred',
            title: 'This workspace is stopped',
            message: 'It was idle. Its files are kept. Start it to go on where you were.',
            action: { label: 'Start workspace', url: 'http://localhost:3000/workspaces/abcdefgh' }
        });
    });

    test('to a workspace that has failed gives the reason', () => {
        const view = viewOf({ ...offline, answer: answerWith('failed', 'No space is left.') }, pages);
        expect(view).toMatchObject({ kind: 'away', title: 'This workspace has failed' });
        expect(view).toHaveProperty('message', expect.stringMatching(/^No space is left\. Its files are kept\./));
    });

    test('that the hub refuses leads to where that can be helped, at once', () => {
        const atOnce = { ...offline, offlineFor: 0 };
        expect(viewOf({ ...atOnce, answer: { kind: 'signed-out' } }, pages)).toMatchObject({
            kind: 'away',
            action: { label: 'Sign in', url: 'http://localhost:3000/login?returnTo=%2Fw%2Fabcdefgh' }
        });
        expect(viewOf({ ...atOnce, answer: { kind: 'no-access' } }, pages)).toMatchObject({
            kind: 'away',
            action: { label: 'Open Dashboard', url: 'http://localhost:3000/' }
        });
        expect(viewOf({ ...atOnce, answer: { kind: 'no-access', message: 'Ada removed you' } }, pages)).toEqual({
            kind: 'away',
            workspace: 'cleared',
            title: 'Your access has ended',
            message: 'Ada removed you.',
            action: { label: 'Open Dashboard', url: 'http://localhost:3000/' }
        });
        expect(viewOf({ ...atOnce, answer: { kind: 'not-running' } }, pages)).toMatchObject({
            kind: 'away',
            message: 'Its files are kept. Start it to go on where you were.'
        });
    });

    test('that ends because the person leaves alarms nobody', () => {
        const departure = 'Stopping the workspace…';
        expect(viewOf({ ...offline, departure, answer: answerWith('stopped') }, pages)).toEqual({
            kind: 'reconnecting',
            message: departure,
            detail: ''
        });
    });
});
