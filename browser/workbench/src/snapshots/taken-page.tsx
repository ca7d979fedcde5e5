import { badgeMarkdown, byteSize, fileCount, type Snapshot } from '@longtable/common';
import * as React from '@theia/core/shared/react';

export interface TakenPageProps {
    readonly snapshot: Snapshot;
    readonly url: string;
    readonly onCopy: (text: string) => void;
    /** What came of the last copy. */
    readonly copied: string | undefined;
}

/** The link of a snapshot that was taken. */
export function TakenPage({ snapshot, url, onCopy, copied }: TakenPageProps): React.ReactElement {
    const { name, bytes, files, addedBytes, heldMilliseconds } = snapshot;
    return (
        <div className="longtable-share-form">
            <p role="status">
                “{name}” is there: {byteSize(bytes)} in {fileCount(files)}, {byteSize(addedBytes)} of it new.
                {heldMilliseconds !== undefined && ` Programs were held for ${heldMilliseconds.toLocaleString()} ms.`}
            </p>
            <div className="longtable-share-link">
                <label className="longtable-share-label">
                    Snapshot link
                    <input
                        className="theia-input"
                        type="text"
                        readOnly
                        spellCheck={false}
                        value={url}
                        onFocus={event => event.target.select()}
                    />
                </label>
                <button type="button" className="theia-button main" onClick={() => onCopy(url)}>
                    Copy link
                </button>
            </div>
            <div className="longtable-share-buttons">
                <span className="longtable-share-detail" role="status">
                    {copied}
                </span>
                <button type="button" className="theia-button secondary" onClick={() => onCopy(badgeMarkdown(url))}>
                    Copy as Markdown
                </button>
            </div>
        </div>
    );
}
