import { Workspace } from '@longtable/common';

/** A workspace for tests, different only in what matters to the test. */
export function sampleWorkspace(id: string, different: Partial<Record<keyof Workspace, unknown>> = {}): Workspace {
    return Workspace.parse({
        id,
        name: id,
        status: 'stopped',
        pinned: false,
        shared: false,
        role: 'owner',
        capabilities: ['read', 'edit', 'manage'],
        owner: { id: 'ada', name: 'Ada' },
        url: `http://${id}.localhost:3000/`,
        createdAt: '2026-01-01T00:00:00Z',
        ...different
    });
}
