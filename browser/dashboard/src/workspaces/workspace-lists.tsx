import type { Workspace } from '@longtable/common';
import { useState } from 'react';
import { useHub } from '../session/hub-context.js';
import { EmptyState } from './empty-state.js';
import { FilterBar } from './filter-bar.js';
import type { WorkspaceAction } from './workspace-actions.js';
import { inOrder, matching, type WorkspaceFilter } from './workspace-order.js';
import { WorkspaceTable } from './workspace-table.js';

const MANY = 8;

interface WorkspaceListsProps {
    readonly workspaces: readonly Workspace[];
    readonly onAction: (action: WorkspaceAction, workspace: Workspace) => void;
}

/** One's own workspaces and those of others one may enter, filtered; or what to do when there are none. */
export function WorkspaceLists({ workspaces, onAction }: WorkspaceListsProps) {
    const { me } = useHub();
    const [filter, setFilter] = useState<WorkspaceFilter>('all');
    const [search, setSearch] = useState('');
    const withSearch = workspaces.length > MANY || search !== '';
    const shown = inOrder(matching(workspaces, filter, search));
    const own = shown.filter(workspace => workspace.owner.id === me.id);
    const shared = shown.filter(workspace => workspace.owner.id !== me.id);

    if (workspaces.length === 0) {
        return (
            <EmptyState title="The table is free">
                <p>
                    A workspace is a repository with an IDE, terminals and tools around it, on the server. Choose{' '}
                    <strong>New workspace</strong> and paste the address of a Git repository.
                </p>
                <p className="empty-hint">
                    Or put it behind this page’s address: <code>{location.origin}/#https://…</code>
                </p>
            </EmptyState>
        );
    }
    return (
        <>
            <FilterBar
                filter={filter}
                onFilter={setFilter}
                search={search}
                onSearch={setSearch}
                withSearch={withSearch}
            />
            <p className="visually-hidden" role="status">
                {shown.length === 1 ? '1 workspace' : `${shown.length} workspaces`}
            </p>
            {shown.length === 0 && (
                <EmptyState title={search ? 'No workspace matches' : 'No workspace is active'}>
                    <p>
                        {search
                            ? 'Try fewer words, or clear the search.'
                            : 'All of them are stopped. Choose All to see them.'}
                    </p>
                </EmptyState>
            )}
            {own.length > 0 && <WorkspaceTable label="Workspaces" workspaces={own} onAction={onAction} />}
            {shared.length > 0 && (
                <section aria-labelledby="shared-with-me">
                    <h2 id="shared-with-me" className="section-title">
                        Shared with me
                    </h2>
                    <WorkspaceTable label="Shared with me" workspaces={shared} withOwner onAction={onAction} />
                </section>
            )}
        </>
    );
}
