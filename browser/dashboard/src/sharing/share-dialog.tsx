import type { ShareWorkspace, Workspace } from '@longtable/common';
import { useCallback, useEffect, useRef, useState } from 'react';
import { Action } from '../components/action.js';
import { copyText } from '../components/copy-text.js';
import { DialogFrame } from '../components/dialog-frame.js';
import { Notice } from '../components/notice.js';
import { InvitationNotice } from './invitation-notice.js';
import { MemberList } from './member-list.js';
import { ShareForm } from './share-form.js';
import { ShareLink } from './share-link.js';
import type { ShareChoices } from './share-fields.js';
import { useShare } from './use-share.js';
import { WaitingList } from './waiting-list.js';
import './sharing.css';

interface ShareDialogProps {
    readonly workspace: Workspace;
    readonly onClose: () => void;
}

/** Asks how to share, shares when told to, and then shows the link and who came by it. Opening it shares nothing. */
export function ShareDialog({ workspace, onClose }: ShareDialogProps) {
    const { state, failure, busy, put, stop } = useShare(workspace.id);
    const [invitation, setInvitation] = useState<'new' | 'copied' | 'made'>();
    const field = useRef<HTMLInputElement>(null);
    const share = state?.share;

    const copy = useCallback(async (): Promise<void> => {
        if (field.current) {
            setInvitation((await copyText(field.current)) ? 'copied' : 'made');
        }
    }, []);

    useEffect(() => {
        if (invitation === 'new') {
            field.current?.focus();
            void copy();
        }
    }, [invitation, copy]);

    async function start(wanted: ShareWorkspace): Promise<void> {
        if (await put(wanted)) {
            setInvitation('new');
        }
    }

    function change(choices: Partial<ShareChoices>): void {
        if (share) {
            const { role, approval, keepOnStop, expiresAt } = share;
            void put({ role, approval, keepOnStop, ...(expiresAt ? { expiresAt } : {}), ...choices });
        }
    }

    return (
        <DialogFrame title="Share Running Workspace" onClose={onClose}>
            <p className="share-of">{workspace.name}</p>
            {failure && <Notice tone="bad">{failure}</Notice>}
            {state && !share && (
                <ShareForm
                    workspace={workspace}
                    busy={busy}
                    onStart={wanted => void start(wanted)}
                    onCancel={onClose}
                />
            )}
            {share && (
                <>
                    {invitation && invitation !== 'new' && (
                        <InvitationNotice
                            share={share}
                            copied={invitation === 'copied'}
                            onMakeReadOnly={() => change({ role: 'viewer' })}
                            onCopy={() => void copy()}
                        />
                    )}
                    {workspace.status !== 'running' && (
                        <Notice tone="info">
                            This workspace is not running: the link is good, but nobody can enter until you start it.
                        </Notice>
                    )}
                    <ShareLink share={share} busy={busy} field={field} onChange={change} />
                    <WaitingList workspaceId={workspace.id} />
                    <MemberList workspace={workspace} />
                    <div className="dialog-actions">
                        <span className="dialog-aside">
                            <Action
                                tone="quiet"
                                busy={busy}
                                onPress={() => {
                                    setInvitation(undefined);
                                    void stop();
                                }}
                            >
                                Stop sharing
                            </Action>
                        </span>
                        <Action onPress={onClose}>Close</Action>
                    </div>
                </>
            )}
        </DialogFrame>
    );
}
