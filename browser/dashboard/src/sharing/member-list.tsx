import { messageOf, type Member, type Workspace } from '@longtable/common';
import { useState } from 'react';
import { Action } from '../components/action.js';
import { Avatar } from '../components/avatar.js';
import { Choice } from '../components/choice.js';
import { ConfirmDialog } from '../components/confirm-dialog.js';
import { Notice } from '../components/notice.js';
import { useFocusAfter } from '../components/use-focus-after.js';
import { useHub } from '../session/hub-context.js';
import { accessText, guestRoles } from './sharing-words.js';
import { useMembers } from './use-members.js';

/** Everybody with a right in a workspace; what guests may do can be changed here, and taken away. */
export function MemberList({ workspace }: { workspace: Workspace }) {
    const { api, me } = useHub();
    const [members, refresh] = useMembers(workspace.id);
    const [removing, setRemoving] = useState<Member>();
    const [failure, setFailure] = useState<string>();
    const [removals, setRemovals] = useState(0);
    const heading = useFocusAfter<HTMLHeadingElement>(removals);

    async function change(member: Member, role: 'viewer' | 'editor'): Promise<void> {
        setFailure(undefined);
        try {
            await api.changeMember(workspace.id, member.userId, role);
        } catch (error) {
            setFailure(`What ${member.name} may do was not changed. ${messageOf(error)}`);
        }
        await refresh();
    }

    if (!members) {
        return undefined;
    }
    return (
        <section className="people-section" aria-labelledby="share-members">
            <h3 id="share-members" ref={heading} tabIndex={-1}>
                People with access
            </h3>
            {failure && <Notice tone="bad">{failure}</Notice>}
            <ul className="people-list">
                {members.map(member => (
                    <li key={member.userId} className="person">
                        <Avatar person={member} />
                        <span className="person-words">
                            <span className="person-name">
                                {member.name}
                                {member.userId === me.id && ' (you)'}
                            </span>
                            {member.email && <span className="person-detail">{member.email}</span>}
                        </span>
                        {member.role === 'owner' ? (
                            <span className="person-role">{accessText.owner}</span>
                        ) : (
                            <span className="person-actions">
                                <Choice
                                    label={`Access of ${member.name}`}
                                    labelHidden
                                    options={guestRoles}
                                    value={member.role}
                                    onChange={role => void change(member, role)}
                                />
                                <Action
                                    tone="quiet"
                                    aria-label={`Remove ${member.name}`}
                                    onPress={() => setRemoving(member)}
                                >
                                    Remove
                                </Action>
                            </span>
                        )}
                    </li>
                ))}
            </ul>
            {removing && (
                <ConfirmDialog
                    title={`Remove ${removing.name}?`}
                    confirm="Remove"
                    act={async () => {
                        await api.removeMember(workspace.id, removing.userId);
                        await refresh();
                        setRemovals(removals + 1);
                    }}
                    onClose={() => setRemoving(undefined)}
                >
                    They are out at once and the link no longer lets them in. What they wrote stays in the workspace.
                </ConfirmDialog>
            )}
        </section>
    );
}
