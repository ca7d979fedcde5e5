import type { GuestRole, PresenceLocation, PresentPerson } from '@longtable/common';
import * as React from '@theia/core/shared/react';
import { ActivityDot, PersonAvatar } from './person-avatar';
import { activityWords, locationWords, roleWords } from './person-words';
import { RoleSelect } from './role-select';

export interface PersonCardProps {
    readonly person: PresentPerson;
    readonly isMe: boolean;
    readonly mayManage: boolean;
    /** Whether this person follows them. */
    readonly followed: boolean;
    readonly onFollow: () => void;
    /** Left out for those who may not. */
    readonly onBringEveryone?: (() => void) | undefined;
    readonly onGoTo: (location: PresenceLocation) => void;
    readonly onChangeRole: (role: GuestRole) => void;
    readonly onRemove: () => void;
}

/** Who someone is, where they are, and what the owner may do about it. */
export function PersonCard(props: PersonCardProps): React.ReactElement {
    const { person, isMe, mayManage, followed, onFollow, onBringEveryone, onGoTo, onChangeRole, onRemove } = props;
    const { location, role } = person;
    return (
        <>
            <div className="longtable-card-head">
                <PersonAvatar colour={person.colour} name={person.name} avatar={person.avatar} />
                <div className="longtable-card-names">
                    <div className="longtable-card-name">
                        {person.name}
                        {isMe && <span className="longtable-you">you</span>}
                    </div>
                    <div className="longtable-card-detail">
                        <ActivityDot activity={person.activity} />
                        {activityWords[person.activity]} · {roleWords[role]}
                        {person.tabs > 1 && ` · ${person.tabs} tabs`}
                    </div>
                </div>
            </div>
            {location ? (
                <button
                    type="button"
                    className="longtable-card-place"
                    title={`Open ${locationWords(location)}`}
                    onClick={() => onGoTo(location)}
                >
                    <span className="codicon codicon-file" aria-hidden="true" />
                    <span className="longtable-card-path">{location.path}</span>
                    {location.line !== undefined && <span className="longtable-card-line">line {location.line}</span>}
                </button>
            ) : (
                <div className="longtable-card-place longtable-card-detail">No file is open.</div>
            )}
            {!isMe && (
                <div className="longtable-card-actions">
                    <button
                        type="button"
                        className={`theia-button ${followed ? 'secondary' : 'main'}`}
                        aria-pressed={followed}
                        onClick={onFollow}
                    >
                        {followed ? 'Stop following' : 'Follow'}
                    </button>
                </div>
            )}
            {isMe && onBringEveryone && (
                <div className="longtable-card-actions">
                    <button type="button" className="theia-button main" onClick={onBringEveryone}>
                        Bring everyone to me
                    </button>
                </div>
            )}
            {mayManage && !isMe && role !== 'owner' && (
                <div className="longtable-card-actions">
                    <RoleSelect name={person.name} role={role} onChange={onChangeRole} />
                    <button type="button" className="theia-button secondary" onClick={onRemove}>
                        Remove…
                    </button>
                </div>
            )}
        </>
    );
}
