import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Me } from '@longtable/common';
import { pino } from 'pino';
import { readConfiguration } from '../../configuration/configuration.js';
import { startHub, type Hub } from '../../hub.js';
import type { HubParts } from '../../operations/parts.js';
import { writeWorkbench } from '../../testing/gateway-fixture.js';
import { GITHUB_CLIENT, GithubServer } from './github-server.js';
import { OIDC_CLIENT, OidcServer } from './oidc-server.js';
import { RawBrowser, type Page } from './raw-browser.js';

/** A whole hub with a GitHub and an OpenID Connect provider of its own. */
export class SignInHub {
    private hub: Hub | undefined;
    /** What the hub has logged, line by line. */
    readonly log: string[] = [];

    private constructor(
        readonly directory: string,
        readonly github: GithubServer,
        readonly oidc: OidcServer
    ) {}

    static async start(environment: Record<string, string> = {}): Promise<SignInHub> {
        const directory = await mkdtemp(join(tmpdir(), 'sign-in-'));
        await writeParts(directory);
        const running = new SignInHub(directory, await GithubServer.start(), await OidcServer.start());
        await running.start(environment);
        return running;
    }

    get url(): string {
        return this.hub?.url ?? '';
    }

    async start(environment: Record<string, string> = {}): Promise<void> {
        const { directory, github, oidc } = this;
        this.hub = await startHub(
            readConfiguration({
                arguments: ['--port', '0', '--runtime', 'process', '--data', join(directory, 'data')],
                environment: {
                    LONGTABLE_AUTH: 'dev,github,oidc',
                    GITHUB_CLIENT_ID: GITHUB_CLIENT.id,
                    GITHUB_CLIENT_SECRET: GITHUB_CLIENT.secret,
                    GITHUB_URL: github.url,
                    OIDC_ISSUER: oidc.issuer,
                    OIDC_CLIENT_ID: OIDC_CLIENT.id,
                    OIDC_CLIENT_SECRET: OIDC_CLIENT.secret,
                    ...environment
                },
                directory
            }),
            '1.2.3',
            pino({ level: 'debug' }, { write: line => this.log.push(line) }),
            partsIn(directory)
        );
        oidc.accept(this.hub.url);
    }

    async stop(): Promise<void> {
        await this.hub?.dispose();
        this.hub = undefined;
    }

    async dispose(): Promise<void> {
        await this.stop();
        await this.github.server.stop();
        await this.oidc.server.stop();
        await rm(this.directory, { recursive: true });
    }

    /** Goes the whole way to a provider and back; answers the last redirect, which has left the sign-in. */
    signIn(browser: RawBrowser, way: 'github' | 'oidc', returnTo = '/done'): Promise<Page> {
        // Each person has a browser of their own, so the provider does not remember who came before.
        browser.cookies.delete(this.oidc.issuer);
        const start = `${this.url}/login/${way}?returnTo=${encodeURIComponent(returnTo)}`;
        return browser.follow(start, new RegExp(`^${this.url}/(?!login/(github|oidc))`));
    }

    /** Who a browser is signed in as; undefined for nobody. */
    async me(browser: RawBrowser): Promise<Me | undefined> {
        const page = await browser.ask('GET', `${this.url}/api/v1/me`);
        return page.status === 200 ? Me.parse(JSON.parse(page.text)) : undefined;
    }

    /** A browser of somebody who has signed in by name. */
    async named(name: string): Promise<RawBrowser> {
        const browser = new RawBrowser();
        await browser.ask('POST', `${this.url}/login/dev`, { body: { name } });
        return browser;
    }
}

/** What stands in for the built parts: no workspace runs here. */
function partsIn(directory: string): HubParts {
    return {
        dashboardDirectory: join(directory, 'dashboard'),
        workbenchDirectory: join(directory, 'workbench'),
        sandboxParts: {
            node: process.execPath,
            agent: join(directory, 'agent'),
            ide: join(directory, 'ide'),
            plugins: join(directory, 'plugins')
        }
    };
}

async function writeParts(directory: string): Promise<void> {
    await writeWorkbench(join(directory, 'workbench'));
    for (const path of ['dashboard/index.html', 'agent/agent.mjs', 'ide/lib/backend/main.js', 'plugins/none']) {
        await mkdir(dirname(join(directory, path)), { recursive: true });
        await writeFile(join(directory, path), '');
    }
}

/** Where a redirect leads to, without the origin. */
export function pathOf(page: Page): string {
    const url = new URL(page.location ?? 'about:blank');
    return `${url.pathname}${url.search}${url.hash}`;
}
