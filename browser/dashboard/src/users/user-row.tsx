import type { SignInWay, User } from '@longtable/common';
import { Action } from '../components/action.js';
import { Avatar } from '../components/avatar.js';
import { Moment } from '../components/moment.js';
import { useHub } from '../session/hub-context.js';

const ways: Readonly<Record<SignInWay, string>> = { dev: 'name', github: 'GitHub', oidc: 'OpenID Connect' };

interface UserRowProps {
    readonly user: User;
    readonly onDisable: () => void;
    readonly onEnable: () => void;
}

/** One account: who it is, how they sign in, and whether they may. */
export function UserRow({ user, onDisable, onEnable }: UserRowProps) {
    const { me } = useHub();
    return (
        <li aria-label={user.name}>
            <Avatar person={user} />
            <span className="token-words">
                <span className="account-name">
                    {user.name}
                    {user.admin && <span className="badge">Administrator</span>}
                    {user.disabled && <span className="badge">Disabled</span>}
                </span>
                <span className="account-detail">
                    {user.email ?? 'No e-mail address'} · signs in by {user.signIn.map(way => ways[way]).join(', ')} ·
                    since <Moment iso={user.createdAt} />
                </span>
            </span>
            {user.id !== me.id &&
                (user.disabled ? (
                    <Action aria-label={`Enable ${user.name}`} onPress={onEnable}>
                        Enable
                    </Action>
                ) : (
                    <Action tone="quiet" aria-label={`Disable ${user.name}`} onPress={onDisable}>
                        Disable…
                    </Action>
                ))}
        </li>
    );
}
