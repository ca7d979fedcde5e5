import type { Share } from '@longtable/common';
import * as React from '@theia/core/shared/react';
import { type ShareChoices, ShareFields } from './share-choices';
import { securityNote, timeWords } from './sharing-words';

export interface SharedPageProps {
    readonly share: Share;
    readonly busy: boolean;
    readonly onChange: (change: Partial<ShareChoices>) => void;
    readonly onCopy: () => void;
    readonly onStop: () => void;
}

/** The link of a workspace that is shared, and what can be changed about it. */
export function SharedPage({ share, busy, onChange, onCopy, onStop }: SharedPageProps): React.ReactElement {
    return (
        <div className="longtable-share-form">
            <div className="longtable-share-link">
                <label className="longtable-share-label">
                    Share link
                    <input
                        className="theia-input"
                        type="text"
                        readOnly
                        spellCheck={false}
                        value={share.url}
                        onFocus={event => event.target.select()}
                    />
                </label>
                <button type="button" className="theia-button main" onClick={onCopy}>
                    Copy link
                </button>
            </div>
            <ShareFields {...share} disabled={busy} onChange={onChange}>
                {share.expiresAt && (
                    <p className="longtable-share-detail">Sharing stops {timeWords(share.expiresAt)}.</p>
                )}
            </ShareFields>
            <p className="longtable-share-note" role="note">
                <span className="codicon codicon-shield" aria-hidden="true" />
                {securityNote}
            </p>
            <div className="longtable-share-buttons">
                <button type="button" className="theia-button secondary" disabled={busy} onClick={onStop}>
                    Stop sharing
                </button>
            </div>
        </div>
    );
}
