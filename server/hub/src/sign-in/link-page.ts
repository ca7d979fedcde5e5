import { createHash } from 'node:crypto';
import { DecidePendingLink, LongtableError } from '@longtable/common';
import { Router, type Request } from 'express';
import type { Accounts } from './accounts.js';
import { pendingLinkFor, type PendingLink } from './sign-in-data.js';
import { userOf } from './sign-in.js';

/** Where people say whether a sign-in by another provider is theirs. */
export const LINK_PAGE = '/login/link';

const PROVIDER_NAMES = { dev: 'sign-in by name', github: 'GitHub', oidc: 'single sign-on' } as const;

const STYLE = `
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 32rem; margin: 15vh auto 0; padding: 0 1rem; }
button { font: inherit; padding: .5rem 1rem; margin: 0 .5rem .5rem 0; }
`;

/** This page needs less than the dashboard, and one style that is in it. */
const POLICY = [
    "default-src 'none'",
    `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
    "frame-ancestors 'none'",
    "base-uri 'none'"
].join('; ');

/** The page that asks, made here: it stands between two redirects and needs nothing of the dashboard. */
export function linkPageRoutes(accounts: Accounts): Router {
    const router = Router();
    router.get(LINK_PAGE, (request, response) => {
        const pending = pendingLinkFor(request, request.user?.id);
        if (pending === undefined || request.user?.disabled === true) {
            response.redirect(303, '/');
            return;
        }
        response.set('Cache-Control', 'no-store');
        response.set('Content-Security-Policy', POLICY);
        response.type('html').send(page(pending, userOf(request).name));
    });
    router.post(LINK_PAGE, async (request, response) => {
        const { returnTo } = await decideLink(accounts, request);
        response.redirect(303, returnTo);
    });
    return router;
}

/** Does what the person decided about the sign-in that waits for them, which waits no longer. */
export async function decideLink(accounts: Accounts, request: Request): Promise<PendingLink> {
    const { id } = userOf(request);
    const { decision } = DecidePendingLink.parse(request.body);
    const pending = pendingLinkFor(request, id);
    if (pending === undefined) {
        throw new LongtableError(
            'not-found',
            'Nothing waits for your decision any more. Sign in again to be asked again.'
        );
    }
    delete request.session.pendingLink;
    if (decision === 'link' && !(await accounts.link(pending.userId, pending.identity))) {
        throw new LongtableError(
            'conflict',
            'The two accounts could not be connected, because one of them has changed meanwhile. Nothing was changed. Sign in again.'
        );
    }
    return pending;
}

/** What a provider calls the account of somebody, for people to recognise it by. */
export function accountNameOf({ identity }: PendingLink): string {
    return identity.login ?? identity.name;
}

function page(pending: PendingLink, name: string): string {
    const provider = PROVIDER_NAMES[pending.identity.provider];
    const account = escape(accountNameOf(pending));
    return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Connect your accounts · Longtable</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>Connect your accounts?</h1>
<p>You are <strong>${escape(name)}</strong> here. Somebody has just signed in with ${escape(provider)} as
<strong>${account}</strong>, with the same e-mail address, ${escape(pending.identity.email ?? '')}.</p>
<p>If that was you, connect the two: from then on either sign-in brings you here. If it was not, do not.</p>
<form method="post" action="${LINK_PAGE}">
<button name="decision" value="link">Connect ${account}</button>
<button name="decision" value="decline">Do not connect</button>
</form>
</main>
</body>
</html>
`;
}

function escape(text: string): string {
    return text.replace(/[&<>"']/g, character => `&#${String(character.charCodeAt(0))};`);
}
