import { ToastRegion } from './components/toast-region.js';
import { AccountPage } from './account/account-page.js';
import { AuditPage } from './audit/audit-page.js';
import { JoinPage } from './join/join-page.js';
import { NotFoundPage } from './pages/not-found-page.js';
import { WorkspacePage } from './pages/workspace-page.js';
import { WorkspacesPage } from './pages/workspaces-page.js';
import { useRoute } from './routing/navigation.js';
import type { Route } from './routing/route.js';
import { Session } from './session/session.js';
import { Shell } from './session/shell.js';
import { UsersPage } from './users/users-page.js';
import { SnapshotLinkPage } from './snapshots/snapshot-link-page.js';
import { SnapshotsPage } from './snapshots/snapshots-page.js';
import { SignInPage } from './sign-in/sign-in-page.js';

/** The dashboard: every page but sign-in needs a session. */
export function App() {
    const route = useRoute();
    if (route.page === 'sign-in') {
        return <SignInPage />;
    }
    return (
        <Session>
            <Shell>
                <Page route={route} />
            </Shell>
            <ToastRegion />
        </Session>
    );
}

function Page({ route }: { route: Exclude<Route, { page: 'sign-in' }> }) {
    switch (route.page) {
        case 'workspaces':
            return <WorkspacesPage key={route.snapshotsOf} snapshotsOf={route.snapshotsOf} />;
        case 'workspace':
            return <WorkspacePage key={route.id} id={route.id} />;
        case 'audit':
            return <AuditPage key={route.id} id={route.id} />;
        case 'join':
            return <JoinPage key={route.token} token={route.token} />;
        case 'snapshots':
            return <SnapshotsPage />;
        case 'snapshot-link':
            return <SnapshotLinkPage key={route.token} token={route.token} />;
        case 'account':
            return <AccountPage />;
        case 'users':
            return <UsersPage />;
        case 'not-found':
            return <NotFoundPage />;
    }
}
