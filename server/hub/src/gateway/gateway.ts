import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { LongtableError } from '@longtable/common';
import type { Logger } from 'pino';
import { toLongtableError } from '../http/errors.js';
import { isNavigation, refuse, refuseUpgrade } from './refusals.js';
import type { Sites } from './site.js';
import type { WorkbenchFiles } from './workbench-files.js';
import type { WorkspaceOrigin } from './workspace-origin.js';

export interface GatewayOptions {
    readonly sites: Sites;
    readonly workspaceOrigin: WorkspaceOrigin;
    readonly workbench: WorkbenchFiles;
    /** Answers what is asked of the hub's own origin. */
    readonly hub: RequestListener;
    /** Takes upgrades on the hub's own origin; false when it is none of its own. */
    readonly hubUpgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => boolean;
    readonly logger: Logger;
}

/** The front door: sends every request and every upgrade to the site that its Host header names. */
export function attachGateway(server: Server, options: GatewayOptions): void {
    server.on('request', (request, response) => {
        route(request, response, options).catch((thrown: unknown) => {
            const error = toLongtableError(thrown);
            report(options.logger, request, error);
            refuse(response, error);
        });
    });
    server.on('upgrade', (request, socket, head) => {
        // Without a listener a connection that breaks before it is handed on would end the process.
        socket.on('error', () => socket.destroy());
        routeUpgrade(request, socket, head, options).catch((thrown: unknown) => {
            const error = toLongtableError(thrown);
            report(options.logger, request, error);
            refuseUpgrade(socket, error);
        });
    });
}

async function route(request: IncomingMessage, response: ServerResponse, options: GatewayOptions): Promise<void> {
    const site = options.sites.of(hostOf(request));
    switch (site.kind) {
        case 'hub':
            if (options.sites.isOtherName(request.headers.host) && isNavigation(request)) {
                // Nothing but the path is taken over: what does not begin with one could name another host.
                const path = request.url?.startsWith('/') === true ? request.url : '/';
                response.writeHead(302, { location: `${options.sites.hubUrl}${path}`, 'cache-control': 'no-store' });
                response.end();
                return;
            }
            options.hub(request, response);
            return;
        case 'workspace':
            await options.workspaceOrigin.handle(request, response, site.id);
            return;
        case 'webview':
            options.workbench.serveWebview(request, response, () => {
                refuse(response, new LongtableError('not-found', 'There is nothing at this address.'));
            });
            return;
        case 'unknown':
            throw misdirected();
    }
}

async function routeUpgrade(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    options: GatewayOptions
): Promise<void> {
    const site = options.sites.of(hostOf(request));
    switch (site.kind) {
        case 'hub':
            if (!options.hubUpgrade(request, socket, head)) {
                throw new LongtableError('not-found', 'There is nothing at this address.');
            }
            return;
        case 'workspace':
            await options.workspaceOrigin.handleUpgrade(request, socket, head, site.id);
            return;
        case 'webview':
        case 'unknown':
            throw misdirected();
    }
}

/** The Host header, of which there must be one only (RFC 9112, section 3.2): the workspace might believe another. */
function hostOf(request: IncomingMessage): string | undefined {
    if ((request.headersDistinct['host']?.length ?? 0) > 1) {
        throw new LongtableError('bad-request', 'The request names more than one host.');
    }
    return request.headers.host;
}

function misdirected(): LongtableError {
    return new LongtableError(
        'misdirected-request',
        'Longtable is not reached at this address. Use the address that it prints at start (LONGTABLE_URL).'
    );
}

function report(logger: Logger, request: IncomingMessage, error: LongtableError): void {
    const fields = {
        err: error,
        cause: error.cause,
        host: request.headers.host,
        method: request.method,
        path: request.url?.split('?')[0]
    };
    if (error.status >= 500) {
        logger.warn(fields, 'request failed');
    } else {
        logger.debug(fields, 'request refused');
    }
}
