import { badgeHtml, badgeMarkdown, byteSize, fileCount, type Workspace } from '@longtable/common';
import { Action } from '../components/action.js';
import { CopyAction } from '../components/copy-action.js';
import { CopyField } from '../components/copy-field.js';
import { DialogFrame } from '../components/dialog-frame.js';
import { Notice } from '../components/notice.js';
import { SnapshotProgressBar } from './snapshot-progress-bar.js';
import { TakeSnapshotForm } from './take-snapshot-form.js';
import { useTaking } from './use-taking.js';
import './snapshots.css';

interface TakeSnapshotDialogProps {
    readonly workspace: Workspace;
    readonly onClose: () => void;
}

/** Asks what to leave out, takes a snapshot, and shows its link. Closed meanwhile, it goes on. */
export function TakeSnapshotDialog({ workspace, onClose }: TakeSnapshotDialogProps) {
    const { snapshot, failure, busy, take, cancel } = useTaking(workspace.id);
    return (
        <DialogFrame title="Take Workspace Snapshot" onClose={onClose}>
            {failure && <Notice tone="bad">{failure}</Notice>}
            {!snapshot && (
                <TakeSnapshotForm
                    workspace={workspace}
                    busy={busy}
                    onTake={wish => void take(wish)}
                    onCancel={onClose}
                />
            )}
            {snapshot?.status === 'taking' && (
                <>
                    <SnapshotProgressBar progress={snapshot.progress ?? { step: 'waiting', files: 0, bytes: 0 }} />
                    <div className="dialog-actions">
                        <Action busy={busy} onPress={() => void cancel()}>
                            Cancel
                        </Action>
                    </div>
                </>
            )}
            {snapshot?.url && (
                <>
                    <p role="status">
                        “{snapshot.name}” is there: {byteSize(snapshot.bytes)} in {fileCount(snapshot.files)},{' '}
                        {byteSize(snapshot.addedBytes)} of it new.
                        {snapshot.heldMilliseconds !== undefined &&
                            ` The workspace was held for ${(snapshot.heldMilliseconds / 1000).toFixed(1)} seconds.`}
                    </p>
                    <CopyField label="Snapshot link" value={snapshot.url} copyLabel="Copy link" />
                    <div className="snapshot-badges">
                        <CopyAction label="Copy as Markdown" value={badgeMarkdown(snapshot.url)} />
                        <CopyAction label="Copy as HTML" value={badgeHtml(snapshot.url)} />
                    </div>
                    <div className="dialog-actions">
                        <Action tone="primary" onPress={onClose}>
                            Done
                        </Action>
                    </div>
                </>
            )}
        </DialogFrame>
    );
}
