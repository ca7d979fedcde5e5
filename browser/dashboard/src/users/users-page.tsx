import { messageOf, type User } from '@longtable/common';
import { useEffect, useState } from 'react';
import { BackLink } from '../components/back-link.js';
import { Notice } from '../components/notice.js';
import { usePage } from '../routing/navigation.js';
import { useHub } from '../session/hub-context.js';
import { DisableDialog } from './disable-dialog.js';
import { UserRow } from './user-row.js';
import '../account/account.css';
import './users.css';

/** Every account of this installation, for its administrators. */
export function UsersPage() {
    const { api } = useHub();
    const heading = usePage('Accounts');
    const [users, setUsers] = useState<readonly User[]>();
    const [failure, setFailure] = useState<string>();
    const [asked, setAsked] = useState<User>();

    useEffect(() => {
        api.users().then(setUsers, (error: unknown) => setFailure(messageOf(error)));
    }, [api]);

    async function setDisabled(user: User, disabled: boolean): Promise<void> {
        const changed = await api.setUserDisabled(user.id, disabled);
        setUsers(before => before?.map(one => (one.id === changed.id ? changed : one)));
    }

    async function enable(user: User): Promise<void> {
        try {
            await setDisabled(user, false);
            setFailure(undefined);
        } catch (error) {
            setFailure(messageOf(error));
        }
    }

    return (
        <div className="account-page">
            <BackLink />
            <h1 ref={heading} tabIndex={-1}>
                Accounts
            </h1>
            {failure && <Notice tone="bad">{failure}</Notice>}
            {users && (
                <ul className="account-card users" aria-label="Accounts">
                    {users.map(user => (
                        <UserRow
                            key={user.id}
                            user={user}
                            onDisable={() => setAsked(user)}
                            onEnable={() => void enable(user)}
                        />
                    ))}
                </ul>
            )}
            {asked && (
                <DisableDialog user={asked} act={() => setDisabled(asked, true)} onClose={() => setAsked(undefined)} />
            )}
        </div>
    );
}
