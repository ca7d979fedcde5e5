import { useState } from 'react';
import { Action } from '../components/action.js';
import { Avatar } from '../components/avatar.js';
import { BackLink } from '../components/back-link.js';
import { ConfirmDialog } from '../components/confirm-dialog.js';
import { usePage } from '../routing/navigation.js';
import { useHub } from '../session/hub-context.js';
import { TokenSection } from './token-section.js';
import './account.css';

/** Who one is here, and the ways in that one has given away. */
export function AccountPage() {
    const { api, me } = useHub();
    const heading = usePage('Account');
    const [leaving, setLeaving] = useState(false);
    return (
        <div className="account-page">
            <BackLink />
            <h1 ref={heading} tabIndex={-1}>
                Account
            </h1>
            <section className="account-card account-person" aria-label="Profile">
                <Avatar person={me} />
                <div>
                    <p className="account-name">
                        {me.name}
                        {me.admin && <span className="badge">Administrator</span>}
                    </p>
                    <p className="account-detail">{me.email ?? 'No e-mail address'}</p>
                </div>
            </section>
            <TokenSection />
            <section className="account-card" aria-labelledby="account-sessions">
                <div className="account-head">
                    <div>
                        <h2 id="account-sessions">Sessions</h2>
                        <p className="account-detail">
                            Lost a device, or forgot to sign out somewhere? This ends every session of yours.
                        </p>
                    </div>
                    <Action onPress={() => setLeaving(true)}>Sign out everywhere</Action>
                </div>
            </section>
            {leaving && (
                <ConfirmDialog
                    title="Sign out everywhere?"
                    confirm="Sign out everywhere"
                    act={async () => {
                        await api.endSessions();
                        location.assign('/login');
                    }}
                    onClose={() => setLeaving(false)}
                >
                    You are signed out in every browser, this one included, and your open workspaces are closed. They
                    keep running, with everything you typed. Access tokens stay good.
                </ConfirmDialog>
            )}
        </div>
    );
}
