import type { Share } from '@longtable/common';
import type { RefObject } from 'react';
import { CopyField } from '../components/copy-field.js';
import { exactTime } from '../components/exact-time.js';
import { ShareFields, type ShareChoices } from './share-fields.js';

interface ShareLinkProps {
    readonly share: Share;
    readonly busy: boolean;
    readonly field: RefObject<HTMLInputElement | null>;
    readonly onChange: (change: Partial<ShareChoices>) => void;
}

/** The link of a workspace that is shared, and what can be changed about it. */
export function ShareLink({ share, busy, field, onChange }: ShareLinkProps) {
    return (
        <>
            <CopyField label="Share link" value={share.url} copyLabel="Copy link" field={field} />
            <ShareFields choices={share} disabled={busy} onChange={onChange} />
            {share.expiresAt && <p className="share-detail">Sharing stops on {exactTime(share.expiresAt)}.</p>}
        </>
    );
}
