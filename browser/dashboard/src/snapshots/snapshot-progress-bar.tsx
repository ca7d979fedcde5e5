import { progressPercent, progressWords, type SnapshotProgress } from '@longtable/common';
import { ProgressBar } from 'react-aria-components';
import '../workspaces/progress.css';

/** How far a snapshot that is being taken has come. */
export function SnapshotProgressBar({ progress }: { progress: SnapshotProgress }) {
    const percent = progressPercent(progress);
    return (
        <div className="taking">
            <ProgressBar
                className="plank"
                aria-label="Taking the snapshot"
                {...(percent === undefined ? { isIndeterminate: true } : { value: percent })}
            >
                <span style={{ width: `${percent ?? 4}%` }} />
            </ProgressBar>
            <p className="taking-words">{progressWords(progress)}</p>
        </div>
    );
}
