import { expect, test } from 'vitest';
import { isRefusedForViewers } from './viewer-commands';

test.each(['terminal:new', 'git.commit', 'workbench.action.debug.start', 'file.delete', 'task:run', 'core.save.all'])(
    'a viewer is not offered %s',
    id => expect(isRefusedForViewers(id)).toBe(true)
);

test.each([
    'core.find',
    'editor.action.revealDefinition',
    'longtable.people.show',
    'core.copy',
    'workbench.action.quickOpen'
])('a viewer may use %s', id => expect(isRefusedForViewers(id)).toBe(false));
