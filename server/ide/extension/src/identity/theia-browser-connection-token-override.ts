/*
 * Overrides `BrowserConnectionTokenBackendContribution` of @theia/core 1.74.1,
 * src/node/hosting/browser-connection-token.ts.
 *
 * Upstream, each backend process makes a random token, hands it as a cookie to whoever loads a page from it, and wants
 * it back with every WebSocket handshake and file transfer. Here the page comes from the hub and never from this
 * backend, so no browser would ever have the cookie. The assertion that the hub signs takes its place: it comes with
 * every request, names the person, and cannot be had by loading a page.
 */
import type { IncomingMessage } from 'node:http';
import type { Handler } from '@theia/core/shared/express';
import { inject, injectable } from '@theia/core/shared/inversify';
import { BrowserConnectionTokenBackendContribution } from '@theia/core/lib/node/hosting/browser-connection-token';
import { RequestIdentities } from './request-identities';

@injectable()
export class AssertedConnectionContribution extends BrowserConnectionTokenBackendContribution {
    @inject(RequestIdentities)
    protected readonly identities: RequestIdentities;

    override initialize(): void {
        // No cookie is handed out.
    }

    override async allowWsUpgrade(request: IncomingMessage): Promise<boolean> {
        try {
            await this.identities.verify(request);
            return true;
        } catch {
            // A validator that throws would leave the handshake pending for ever (`WsRequestValidator`).
            return false;
        }
    }

    override validateRequest(...[request, response, next]: Parameters<Handler>): void {
        this.identities.verify(request).then(
            () => next(),
            () => response.sendStatus(403)
        );
    }
}
