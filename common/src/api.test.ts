import { describe, expect, test } from 'vitest';
import { CreateWorkspace, DevSignIn, UpdateWorkspace } from './api.js';
import { LongtableError, messageOf, statusOfErrorCode, type ErrorCode } from './errors.js';
import { WorkspaceId } from './ids.js';
import { can, capabilitiesOf } from './roles.js';

describe('a sign-in by name', () => {
    test.each([
        [{ name: 'Ada' }, { name: 'Ada' }],
        [
            { name: '  Ada  ', email: '' },
            { name: 'Ada', email: '' }
        ],
        [
            { name: 'Ада Лавлейс', email: 'ada@example.org' },
            { name: 'Ада Лавлейс', email: 'ada@example.org' }
        ]
    ])('%j', (given, understood) => {
        expect(DevSignIn.parse(given)).toEqual(understood);
    });

    test.each([
        {},
        undefined,
        { name: '' },
        { name: '   ' },
        { name: 'x'.repeat(81) },
        { name: 42 },
        { name: ['Ada'] },
        { name: 'Ada\nemail = root@localhost' },
        { name: 'Ada\u0000' },
        { name: 'Ada', email: 'ada' },
        { name: 'Ada', email: 'ada@example.org\r\nBcc: x@example.org' }
    ])('is not %j', given => {
        expect(DevSignIn.safeParse(given).success).toBe(false);
    });
});

describe('the ref of a new workspace', () => {
    test.each(['main', 'feature/carry', 'v1.0', 'a', '0123abc', 'größe', 'a@b'])('may be %s', ref => {
        expect(CreateWorkspace.parse({ ref })).toEqual({ ref });
    });

    test.each([
        '',
        '-b',
        '--upload-pack=x',
        'a b',
        'a\nb',
        'a~1',
        'a^',
        'a:b',
        'a?',
        'a*',
        'a[',
        'a\\b',
        'x'.repeat(251)
    ])('may not be %j', ref => {
        expect(CreateWorkspace.safeParse({ ref }).success).toBe(false);
    });
});

test.each([{ name: '' }, { name: 'a\u0007' }, { name: 'x'.repeat(81) }, { pinned: 'yes' }, { owner: 'me' }, []])(
    'a workspace is not changed by %j',
    change => {
        expect(UpdateWorkspace.safeParse(change).success).toBe(false);
    }
);

test.each(['', 'short', '1bcdefgh', 'Abcdefgh', 'abcd-efgh', 'abcdefghabcdefghi', '../../etc', 'abcdefgh\n'])(
    '%j is no id of a workspace',
    id => {
        expect(WorkspaceId.safeParse(id).success).toBe(false);
    }
);

test('each role can what the one below it can, and more', () => {
    expect(capabilitiesOf('viewer')).toEqual(['read']);
    expect(capabilitiesOf('editor')).toEqual(['read', 'edit']);
    expect(capabilitiesOf('owner')).toEqual(['read', 'edit', 'snapshot', 'manage']);
    expect(can('viewer', 'edit')).toBe(false);
    expect(can('editor', 'manage')).toBe(false);
    expect(can('owner', 'manage')).toBe(true);
});

test('every code of an error has a status that says error', () => {
    for (const code of Object.keys(statusOfErrorCode) as ErrorCode[]) {
        const error = new LongtableError(code, 'What happened.', { cause: 'why' });
        expect(error.status).toBeGreaterThanOrEqual(400);
        expect(error.status).toBeLessThan(600);
        expect(error).toMatchObject({ name: 'LongtableError', code, message: 'What happened.', cause: 'why' });
    }
});

test('anything that was thrown has a message', () => {
    expect([new Error('a'), 'b', undefined, 42].map(messageOf)).toEqual(['a', 'b', 'undefined', '42']);
});
