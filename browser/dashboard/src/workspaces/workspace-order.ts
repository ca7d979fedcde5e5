import type { Workspace } from '@longtable/common';
import { shortRepository } from '../routing/repository-link.js';

export type WorkspaceFilter = 'active' | 'all';

/** When somebody last did something with a workspace, as far as the hub tells. */
export function lastUsed(workspace: Pick<Workspace, 'createdAt' | 'lastStartedAt'>): string {
    return workspace.lastStartedAt ?? workspace.createdAt;
}

/** Pinned ones first, then those used last. */
export function inOrder(workspaces: readonly Workspace[]): Workspace[] {
    return workspaces.toSorted(
        (a, b) =>
            Number(b.pinned) - Number(a.pinned) ||
            Date.parse(lastUsed(b)) - Date.parse(lastUsed(a)) ||
            a.name.localeCompare(b.name)
    );
}

/** Active is everything but what is stopped and not pinned. Each word of the search has to occur somewhere. */
export function matching(workspaces: readonly Workspace[], filter: WorkspaceFilter, search: string): Workspace[] {
    const words = search
        .toLocaleLowerCase()
        .split(/\s+/)
        .filter(word => word !== '');
    return workspaces.filter(workspace => {
        const text = [workspace.name, shortRepository(workspace.repository ?? ''), workspace.ref, workspace.owner.name]
            .join(' ')
            .toLocaleLowerCase();
        return (
            (filter === 'all' || workspace.pinned || workspace.status !== 'stopped') &&
            words.every(word => text.includes(word))
        );
    });
}
