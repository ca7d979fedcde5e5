import type { ReactNode } from 'react';
import { Logo } from '../components/logo.js';
import { Link } from '../routing/link.js';
import { WaitingBanner } from '../sharing/waiting-banner.js';
import { AccountMenu } from './account-menu.js';
import { ConnectionLine } from './connection-line.js';
import { useHub } from './hub-context.js';
import { NoSandboxBanner } from './no-sandbox-banner.js';
import { PageLinks } from './page-links.js';

/** The frame around every page of somebody who is signed in. */
export function Shell({ children }: { children: ReactNode }) {
    const { installation } = useHub();
    return (
        <div className="shell">
            <header className="bar">
                <Link href="/" className="bar-home" aria-label="Longtable, to the workspaces">
                    <Logo />
                </Link>
                <PageLinks />
                <ConnectionLine />
                <AccountMenu />
            </header>
            {installation.runtime === 'process' && <NoSandboxBanner />}
            <WaitingBanner />
            <main className="page">{children}</main>
        </div>
    );
}
