import type { Share } from '@longtable/common';
import { CircleCheck } from 'lucide-react';
import { useState } from 'react';
import { Action } from '../components/action.js';

interface InvitationNoticeProps {
    readonly share: Share;
    readonly copied: boolean;
    readonly onMakeReadOnly: () => void;
    readonly onCopy: () => void;
}

/** What is said once sharing has started, with what one may want to do then. */
export function InvitationNotice({ share, copied, onMakeReadOnly, onCopy }: InvitationNoticeProps) {
    const [more, setMore] = useState(false);
    return (
        <div className="invitation" role="status">
            <p className="invitation-head">
                <CircleCheck aria-hidden size={18} />
                {copied ? 'Invitation link copied to clipboard!' : 'The workspace is shared. Copy the link below.'}
            </p>
            {more && (
                <p>
                    Whoever follows the link signs in and {share.approval ? 'waits until you admit them' : 'is in'}.
                    They keep their right until you remove them, stop sharing, or its time is over. The workspace is
                    then listed under “Shared with me” on their dashboard.
                </p>
            )}
            <div className="invitation-actions">
                {share.role === 'editor' && (
                    <Action tone="quiet" onPress={onMakeReadOnly}>
                        Make read-only
                    </Action>
                )}
                {!more && (
                    <Action tone="quiet" onPress={() => setMore(true)}>
                        More info
                    </Action>
                )}
                <Action tone="quiet" onPress={onCopy}>
                    Copy again
                </Action>
            </div>
        </div>
    );
}
