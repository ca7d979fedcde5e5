import { join } from 'node:path';
import { API_PREFIX, LongtableError, type Installation } from '@longtable/common';
import express, { type Express, type RequestHandler } from 'express';
import type { Logger } from 'pino';
import sirv from 'sirv';
import { accessTokenRoutes } from '../access-tokens/access-token-routes.js';
import { bearer } from '../access-tokens/bearer.js';
import type { Entries } from '../gateway/entries.js';
import { isNavigation } from '../gateway/refusals.js';
import type { WorkbenchFiles } from '../gateway/workbench-files.js';
import { accountRoutes, type AccountRoutesOptions } from '../sign-in/account-routes.js';
import { sessionHashOf, userOf, type SignIn } from '../sign-in/sign-in.js';
import { signInRoutes } from '../sign-in/sign-in-routes.js';
import { sharingRoutes } from '../sharing/sharing-routes.js';
import type { SharingParts } from '../sharing/sharing-calls.js';
import { disabled } from '../sharing/ending-messages.js';
import type { Store } from '../store/store.js';
import { IMPORT_PATH, snapshotRoutes } from '../snapshots/snapshot-routes.js';
import { workspaceOrigin } from '../workspaces/describe-workspace.js';
import { workspaceRoutes } from '../workspaces/workspace-routes.js';
import type { Workspaces } from '../workspaces/workspaces.js';
import { errorHandler } from './errors.js';
import { describeApi } from './openapi.js';
import { isFromAnotherOrigin } from './same-origin.js';
import { bodyDeadline } from './server-timeouts.js';

export interface HubApplicationOptions {
    readonly hubUrl: string;
    readonly installation: Installation;
    readonly dashboardDirectory: string;
    readonly operations: RequestHandler;
    readonly workbench: WorkbenchFiles;
    readonly signIn: SignIn;
    readonly store: Store;
    readonly endSession: (sessionHash: string) => void;
    readonly endUser: AccountRoutesOptions['endUser'];
    readonly workspaces: Workspaces;
    readonly sharing: SharingParts;
    readonly entries: Entries;
    readonly logger: Logger;
}

/** A body of the API's, 100 kB at most, is here after so many milliseconds or never. */
const BODY_DEADLINE = 30_000;

/** Pages of the dashboard: each is the same document, which looks at its own address. */
const PAGES = [
    '/',
    '/login',
    '/account',
    '/users',
    '/workspaces/:id',
    '/workspaces/:id/audit',
    '/join/:token',
    '/snapshots',
    '/s/:token'
];

/** Everything that the hub answers on its own origin. */
export function createHubApplication(options: HubApplicationOptions): Express {
    const { hubUrl, workspaces, entries, logger } = options;
    const application = express();
    application.disable('x-powered-by');
    application.set('trust proxy', 'loopback');
    application.use(securityHeaders(hubUrl));
    application.use(options.operations);
    application.use((request, response, next) => {
        if (!options.workbench.serveIcon(request, response)) {
            options.workbench.serveStatic(request, response, next);
        }
    });
    application.use(
        sirv(options.dashboardDirectory, {
            brotli: true,
            gzip: true,
            setHeaders: (response, path) => {
                response.setHeader(
                    'Cache-Control',
                    path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'
                );
            }
        })
    );
    application.use(API_PREFIX, bearer(options.signIn.accessTokens));
    application.use((request, _response, next) => {
        const reads = request.method === 'GET' || request.method === 'HEAD' || request.method === 'OPTIONS';
        if (!reads && request.accessToken === undefined && isFromAnotherOrigin(request, hubUrl)) {
            throw new LongtableError('cross-origin', 'The request came from a page of another origin and was refused.');
        }
        next();
    });
    application.use(bodyDeadline(BODY_DEADLINE, [`${API_PREFIX}${IMPORT_PATH}`]));
    application.use(express.json({ limit: '100kb' }), express.urlencoded({ extended: false, limit: '100kb' }));
    application.get(`${API_PREFIX}/installation`, (_request, response) => {
        response.json(options.installation);
    });
    application.get(`${API_PREFIX}/openapi.json`, (_request, response) => {
        response.json(describeApi(hubUrl, options.installation.version));
    });
    application.use(...options.signIn.middleware);
    application.use(
        signInRoutes({
            signIn: options.signIn,
            devOffered: options.installation.signIn.includes('dev'),
            hubUrl,
            endSession: options.endSession,
            logger
        })
    );
    application.use([API_PREFIX, '/w'], (request, _response, next) => {
        if (request.user?.disabled === true) {
            throw new LongtableError('forbidden', disabled());
        }
        next();
    });
    application.use(API_PREFIX, noStore);
    application.use(API_PREFIX, accountRoutes(options), accessTokenRoutes(options.signIn.accessTokens));
    application.use(API_PREFIX, workspaceRoutes(workspaces, logger));
    application.use(API_PREFIX, sharingRoutes(options.sharing));
    application.use(API_PREFIX, snapshotRoutes(options.sharing.snapshots, logger));
    application.get('/w/:id', async (request, response) => {
        const { id } = request.params;
        if (request.user === undefined) {
            response.redirect(302, `/login?returnTo=${encodeURIComponent(`/w/${id}`)}`);
            return;
        }
        const user = userOf(request);
        const access = await workspaces.access(user.id, id, 'read').catch((error: unknown) => {
            if (error instanceof LongtableError && (error.code === 'not-found' || error.code === 'forbidden')) {
                return undefined;
            }
            throw error;
        });
        if (access?.record.status !== 'running') {
            // The page there says what is the matter: on its way, stopped, failed, or nothing that they may see.
            response.redirect(302, `/workspaces/${encodeURIComponent(id)}`);
            return;
        }
        const token = entries.issueToken(user, access.record.id, sessionHashOf(request));
        response.set('Cache-Control', 'no-store');
        response.redirect(302, `${workspaceOrigin(hubUrl, access.record.id)}/.longtable/enter?token=${token}`);
    });
    application.get(PAGES, noStore, (_request, response) => {
        response.sendFile(join(options.dashboardDirectory, 'index.html'), { cacheControl: false });
    });
    application.use((request, response) => {
        if (isNavigation(request) && !request.path.startsWith(`${API_PREFIX}/`)) {
            // The dashboard has a page that says so, with a way back.
            response.status(404).set('Cache-Control', 'no-store');
            response.sendFile(join(options.dashboardDirectory, 'index.html'), { cacheControl: false });
            return;
        }
        throw new LongtableError('not-found', 'There is nothing at this address.');
    });
    application.use(errorHandler(logger));
    return application;
}

const noStore: RequestHandler = (_request, response, next) => {
    response.set('Cache-Control', 'no-store');
    next();
};

function securityHeaders(hubUrl: string): RequestHandler {
    const { protocol, host } = new URL(hubUrl);
    const policy = [
        "default-src 'self'",
        `connect-src 'self' ${protocol === 'https:' ? 'wss:' : 'ws:'}//${host}`,
        "img-src 'self' data: https:",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "object-src 'none'"
    ].join('; ');
    return (_request, response, next) => {
        response.set({
            'Content-Security-Policy': policy,
            'X-Content-Type-Options': 'nosniff',
            'Referrer-Policy': 'same-origin',
            'Cross-Origin-Opener-Policy': 'same-origin'
        });
        if (protocol === 'https:') {
            response.set('Strict-Transport-Security', 'max-age=31536000');
        }
        next();
    };
}
