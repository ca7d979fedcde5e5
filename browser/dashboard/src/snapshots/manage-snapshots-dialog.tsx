import { badgeHtml, badgeMarkdown, messageOf, type Workspace } from '@longtable/common';
import { useState } from 'react';
import { Action } from '../components/action.js';
import { CopyAction } from '../components/copy-action.js';
import { CopyField } from '../components/copy-field.js';
import { DialogFrame } from '../components/dialog-frame.js';
import { Notice } from '../components/notice.js';
import { useHub } from '../session/hub-context.js';
import { SnapshotList } from './snapshot-list.js';
import { useSnapshots } from './use-snapshots.js';

interface ManageSnapshotsDialogProps {
    readonly workspace: Workspace;
    readonly onClose: () => void;
}

/** The snapshots of one workspace, and the link that leads to the newest of them. */
export function ManageSnapshotsDialog({ workspace, onClose }: ManageSnapshotsDialogProps) {
    const { api } = useHub();
    const { list, failure, refresh } = useSnapshots(workspace.id);
    const [problem, setProblem] = useState<string>();

    async function attempt(act: () => Promise<unknown>): Promise<void> {
        setProblem(undefined);
        try {
            await act();
        } catch (error) {
            setProblem(messageOf(error));
        }
        await refresh();
    }

    const url = list?.latest?.url;
    return (
        <DialogFrame title="Manage Snapshots" onClose={onClose}>
            <p className="snapshots-of">{workspace.name}</p>
            {(problem ?? failure) && <Notice tone="bad">{problem ?? failure}</Notice>}
            {list?.snapshots.length === 0 && <p>No snapshot was taken of this workspace yet.</p>}
            {list && list.snapshots.length > 0 && (
                <SnapshotList label="Snapshots of this workspace" snapshots={list.snapshots} onChanged={refresh} />
            )}
            {url && (
                <>
                    <CopyField label="Link to the latest snapshot" value={url} copyLabel="Copy latest link" />
                    <div className="snapshot-badges">
                        <CopyAction label="Copy as Markdown" value={badgeMarkdown(url)} />
                        <CopyAction label="Copy as HTML" value={badgeHtml(url)} />
                    </div>
                </>
            )}
            <div className="dialog-actions">
                <span className="dialog-aside">
                    {list && (
                        <Action
                            tone="quiet"
                            onPress={() =>
                                void attempt(() =>
                                    url ? api.endLatestLink(workspace.id) : api.latestLink(workspace.id)
                                )
                            }
                        >
                            {url ? 'End the latest link' : 'Make a link to the latest'}
                        </Action>
                    )}
                </span>
                <Action onPress={onClose}>Close</Action>
            </div>
        </DialogFrame>
    );
}
