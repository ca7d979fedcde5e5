import type { Workspace } from '@longtable/common';
import type { WorkspaceAction } from './workspace-actions.js';
import { WorkspaceRow } from './workspace-row.js';

interface WorkspaceTableProps {
    readonly label: string;
    readonly workspaces: readonly Workspace[];
    /** Whether to say whose workspaces they are. */
    readonly withOwner?: boolean;
    readonly onAction: (action: WorkspaceAction, workspace: Workspace) => void;
}

/** Workspaces, a row each; on a narrow screen a card each. Roles are spelt out because the cards are no CSS table. */
export function WorkspaceTable({ label, workspaces, withOwner = false, onAction }: WorkspaceTableProps) {
    return (
        <table className="workspaces" role="table" aria-label={label}>
            <thead role="rowgroup">
                <tr role="row">
                    <th role="columnheader" scope="col">
                        Name
                    </th>
                    <th role="columnheader" scope="col">
                        Repository
                    </th>
                    <th role="columnheader" scope="col">
                        Status
                    </th>
                    <th role="columnheader" scope="col">
                        Last used
                    </th>
                    <th role="columnheader" scope="col">
                        <span className="visually-hidden">Actions</span>
                    </th>
                </tr>
            </thead>
            <tbody role="rowgroup">
                {workspaces.map(workspace => (
                    <WorkspaceRow
                        key={workspace.id}
                        workspace={workspace}
                        withOwner={withOwner}
                        onAction={action => onAction(action, workspace)}
                    />
                ))}
            </tbody>
        </table>
    );
}
