import { expect, test } from 'vitest';
import { workspaceEventOf } from './workspace-event';

test('the events of a workspace are read', () => {
    expect(workspaceEventOf('{"type":"sharing","shared":false}')).toEqual({ type: 'sharing', shared: false });
    expect(workspaceEventOf('{"type":"ended","message":"Ada ended it."}')).toEqual({
        type: 'ended',
        message: 'Ada ended it.'
    });
});

test.each(['', '{', 'null', '[]', '{"type":"toString"}', '{"type":"later"}', '{"type":7}'])(
    '%j is passed over',
    data => {
        expect(workspaceEventOf(data)).toBeUndefined();
    }
);
