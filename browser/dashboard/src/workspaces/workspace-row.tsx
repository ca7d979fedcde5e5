import type { Workspace } from '@longtable/common';
import { GitBranch, Pin, Users } from 'lucide-react';
import { useId } from 'react';
import { Moment } from '../components/moment.js';
import { People } from '../components/people.js';
import { Link } from '../routing/link.js';
import { repositoryParts } from '../routing/repository-link.js';
import { accessText } from '../sharing/sharing-words.js';
import { RowMenu } from './row-menu.js';
import { Status } from './status.js';
import { openPath, type WorkspaceAction } from './workspace-actions.js';

interface WorkspaceRowProps {
    readonly workspace: Workspace;
    readonly withOwner: boolean;
    readonly onAction: (action: WorkspaceAction) => void;
}

/** One workspace; its name is the name of the row and the way in. */
export function WorkspaceRow({ workspace, withOwner, onAction }: WorkspaceRowProps) {
    const nameId = useId();
    return (
        <tr role="row" aria-labelledby={nameId}>
            <th role="rowheader" scope="row" className="cell-name">
                <span className="workspace-name">
                    <Link href={openPath(workspace)} id={nameId}>
                        {workspace.name}
                    </Link>
                    {workspace.pinned && (
                        <span className="pin" title="Pinned">
                            <Pin aria-hidden size={14} />
                            <span className="visually-hidden">Pinned</span>
                        </span>
                    )}
                </span>
                {withOwner ? (
                    <span className="workspace-owner">
                        {workspace.owner.name} · {accessText[workspace.role]}
                    </span>
                ) : (
                    workspace.shared && (
                        <span className="badge">
                            <Users aria-hidden size={13} />
                            Shared
                        </span>
                    )
                )}
            </th>
            <td role="cell" className="cell-repository">
                {workspace.repository ? (
                    <RepositoryText repository={workspace.repository} reference={workspace.ref} />
                ) : (
                    <span className="repository-none">Empty folder</span>
                )}
            </td>
            <td role="cell" className="cell-status">
                <Status workspace={workspace} />
                <People people={workspace.present} label={`Inside ${workspace.name}`} />
            </td>
            <td role="cell" className="cell-used">
                {workspace.lastStartedAt ? 'Started ' : 'Created '}
                <Moment iso={workspace.lastStartedAt ?? workspace.createdAt} />
            </td>
            <td role="cell" className="cell-menu">
                <RowMenu workspace={workspace} nameId={nameId} onAction={onAction} />
            </td>
        </tr>
    );
}

function RepositoryText({ repository, reference }: { repository: string; reference: string | undefined }) {
    const { host, path } = repositoryParts(repository);
    return (
        <>
            <span className="repository" title={repository}>
                {path}
            </span>
            <span className="repository-origin">
                {host}
                {reference && (
                    <span className="ref">
                        <GitBranch aria-hidden size={13} />
                        {reference}
                    </span>
                )}
            </span>
        </>
    );
}
