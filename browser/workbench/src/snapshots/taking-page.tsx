import { progressPercent, progressWords, type SnapshotProgress } from '@longtable/common';
import * as React from '@theia/core/shared/react';

export interface TakingPageProps {
    readonly progress: SnapshotProgress;
    readonly busy: boolean;
    readonly onCancel: () => void;
}

/** How far a snapshot that is being taken has come. */
export function TakingPage({ progress, busy, onCancel }: TakingPageProps): React.ReactElement {
    const percent = progressPercent(progress);
    return (
        <div className="longtable-share-form">
            <progress
                className="longtable-snapshot-progress"
                aria-label="Taking the snapshot"
                max={100}
                {...(percent === undefined ? {} : { value: percent })}
            />
            <p className="longtable-share-detail">{progressWords(progress)}</p>
            <div className="longtable-share-buttons">
                <button type="button" className="theia-button secondary" disabled={busy} onClick={onCancel}>
                    Cancel
                </button>
            </div>
        </div>
    );
}
