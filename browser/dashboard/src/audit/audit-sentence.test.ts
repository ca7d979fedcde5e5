import { AuditAction, AuditEntry } from '@longtable/common';
import { describe, expect, test } from 'vitest';
import { auditSentence } from './audit-sentence.js';

const ada = { userId: 'ada', name: 'Ada' };
const grace = { userId: 'grace', name: 'Grace' };

function sentence(entry: Record<string, unknown>): string {
    return auditSentence(AuditEntry.parse({ at: '2026-01-01T00:00:00Z', actor: ada, ...entry }));
}

describe('what somebody did', () => {
    test.each([
        [{ action: 'created', detail: 'https://github.com/team/app.git' }, 'created the workspace from team/app'],
        [{ action: 'created' }, 'created the workspace'],
        [{ action: 'shared', detail: 'link for viewers' }, 'shared the workspace (link for viewers)'],
        [{ action: 'unshared' }, 'stopped sharing the workspace'],
        [
            { action: 'unshared', actor: { name: 'Longtable' }, detail: 'Its time was over.' },
            'stopped sharing the workspace (Its time was over)'
        ],
        [{ action: 'admitted', subject: grace, detail: 'editor' }, 'let Grace in as an editor'],
        [
            { action: 'admitted', subject: ada, detail: 'viewer, by the share link' },
            'followed the share link and was let in as a viewer'
        ],
        [{ action: 'refused', subject: grace }, 'did not let Grace in'],
        [{ action: 'role-changed', subject: grace, detail: 'viewer' }, 'made Grace a viewer'],
        [{ action: 'removed', subject: grace }, 'removed Grace'],
        [{ action: 'gave-up' }, 'left the workspace for good']
    ])('%j', (entry, expected) => {
        expect(sentence(entry)).toBe(expected);
    });

    test('times in it are for people', () => {
        expect(sentence({ action: 'shared', detail: 'link for editors, until 2026-03-01T10:00:00.000Z' })).not.toMatch(
            /T10:00/
        );
    });

    test.each(AuditAction.options)('%s has words of its own', action => {
        expect(sentence({ action, subject: grace })).toMatch(/^[a-z]/);
    });
});
