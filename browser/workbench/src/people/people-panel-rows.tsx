import type { GuestRole, JoinRequest, Member, PresenceLocation, PresentPerson } from '@longtable/common';
import * as React from '@theia/core/shared/react';
import { PersonAvatar } from './person-avatar';
import { activityWords, locationWords, nameWithRole, roleWords } from './person-words';
import { RoleSelect } from './role-select';

export interface PersonRowProps {
    readonly person: PresentPerson | Member;
    readonly isMe: boolean;
    readonly mayManage: boolean;
    /** Whether this person follows them. */
    readonly followed: boolean;
    readonly onFollow: () => void;
    readonly onGoTo: (location: PresenceLocation) => void;
    readonly onChangeRole: (role: GuestRole) => void;
    readonly onRemove: () => void;
}

/** One person in the panel, here or not. */
export function PersonRow(props: PersonRowProps): React.ReactElement {
    const { person, isMe, mayManage, followed, onFollow, onGoTo, onChangeRole, onRemove } = props;
    const { role } = person;
    const present = 'activity' in person ? person : undefined;
    const location = present?.location;
    const details = [
        ...(present ? [activityWords[present.activity]] : []),
        roleWords[role],
        ...(present && present.tabs > 1 ? [`${present.tabs} tabs`] : [])
    ];
    return (
        <li className="longtable-person-row" aria-label={nameWithRole(person)}>
            <PersonAvatar
                colour={present?.colour}
                name={person.name}
                avatar={person.avatar}
                activity={present?.activity}
                tabs={present?.tabs ?? 1}
            />
            <div className="longtable-person-text">
                <div className="longtable-card-name">
                    {person.name}
                    {isMe && <span className="longtable-you">you</span>}
                </div>
                <div className="longtable-card-detail">{details.join(' · ')}</div>
                {location && (
                    <button
                        type="button"
                        className="longtable-person-place"
                        title={`Open ${locationWords(location)}`}
                        onClick={() => onGoTo(location)}
                    >
                        {location.path}
                        {location.line !== undefined && `:${location.line}`}
                    </button>
                )}
                {present && !isMe && (
                    <div className="longtable-card-actions">
                        <button
                            type="button"
                            className="theia-button secondary longtable-follow-control"
                            aria-label={followed ? `Stop following ${person.name}` : `Follow ${person.name}`}
                            aria-pressed={followed}
                            onClick={onFollow}
                        >
                            {followed ? 'Stop following' : 'Follow'}
                        </button>
                    </div>
                )}
                {mayManage && !isMe && role !== 'owner' && (
                    <div className="longtable-card-actions">
                        <RoleSelect name={person.name} role={role} onChange={onChangeRole} />
                        <button
                            type="button"
                            className="longtable-person-remove"
                            aria-label={`Remove ${person.name}…`}
                            title={`Remove ${person.name}…`}
                            onClick={onRemove}
                        >
                            <span className="codicon codicon-trash" aria-hidden="true" />
                        </button>
                    </div>
                )}
            </div>
        </li>
    );
}

export interface WaitingRowProps {
    readonly request: JoinRequest;
    readonly onAdmit: (role: GuestRole) => void;
    readonly onRefuse: () => void;
}

/** Someone who asks to enter. */
export function WaitingRow({ request, onAdmit, onRefuse }: WaitingRowProps): React.ReactElement {
    return (
        <li className="longtable-person-row" aria-label={request.name}>
            <PersonAvatar name={request.name} avatar={request.avatar} />
            <div className="longtable-person-text">
                <div className="longtable-card-name">{request.name}</div>
                <div className="longtable-card-detail">{request.email ?? 'Asks to enter'}</div>
                <div className="longtable-card-actions">
                    <button type="button" className="theia-button main" onClick={() => onAdmit('viewer')}>
                        Admit as viewer
                    </button>
                    <button type="button" className="theia-button secondary" onClick={() => onAdmit('editor')}>
                        Admit as editor
                    </button>
                    <button type="button" className="theia-button secondary" onClick={onRefuse}>
                        Refuse
                    </button>
                </div>
            </div>
        </li>
    );
}
