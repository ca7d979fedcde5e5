import type { Activity } from '@longtable/common';
import * as React from '@theia/core/shared/react';
import { initialsOf } from '../account/initials';
import { colourOf } from './person-colour';

export interface PersonAvatarProps {
    /** Left out for someone who is not here. */
    readonly colour?: number | undefined;
    readonly name: string;
    readonly avatar?: string | undefined;
    /** Left out for someone who is not here. */
    readonly activity?: Activity | undefined;
    /** Shown when there is more than one. */
    readonly tabs?: number;
}

/** A person as a round picture or their initials, with their state. Says nothing to screen readers: its frame does. */
export function PersonAvatar({ colour, name, avatar, activity, tabs = 1 }: PersonAvatarProps): React.ReactElement {
    const [broken, setBroken] = React.useState<string>();
    return (
        <span className="longtable-person-avatar" aria-hidden="true">
            <span className="longtable-person-face" style={{ backgroundColor: colourOf(colour) }}>
                {avatar && avatar !== broken ? (
                    <img src={avatar} alt="" referrerPolicy="no-referrer" onError={() => setBroken(avatar)} />
                ) : (
                    initialsOf(name)
                )}
            </span>
            {tabs > 1 && <span className="longtable-person-tabs">{tabs}</span>}
            {activity && <ActivityDot activity={activity} />}
        </span>
    );
}

/** A state by shape as well as by colour: a full dot, a half one, a ring. */
export function ActivityDot({ activity }: { readonly activity: Activity }): React.ReactElement {
    return <span className={`longtable-activity longtable-mod-${activity}`} aria-hidden="true" />;
}
