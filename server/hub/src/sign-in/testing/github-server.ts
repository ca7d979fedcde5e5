import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { ListeningServer } from './listening-server.js';

export interface GithubPerson {
    readonly id: number;
    readonly login: string;
    readonly name?: string;
    readonly emails?: readonly { readonly email: string; readonly verified: boolean; readonly primary: boolean }[];
    readonly organizations?: readonly string[];
}

export const GITHUB_CLIENT = { id: 'Iv1.longtable', secret: 'the secret of the app' };

interface Instead {
    readonly path: string;
    readonly status: number;
    readonly body: string;
    /** Called when the request is there; it is answered once this resolves. */
    readonly hold?: () => Promise<void>;
}

interface Issued {
    readonly person: GithubPerson;
    readonly redirectUri: string;
    readonly challenge: string;
    readonly scope: string;
}

/** What GitHub does for an OAuth app: authorisation, tokens with PKCE, `/user`, its e-mail addresses and organisations. */
export class GithubServer {
    person: GithubPerson = { id: 1, login: 'nobody' };
    /** Answers in place of GitHub, at one path, when something is to go wrong. */
    instead: Instead | undefined;
    /** Scopes that were asked for, newest last. */
    readonly scopes: string[] = [];
    private readonly codes = new Map<string, Issued>();
    private readonly tokens = new Map<string, Issued>();

    private constructor(readonly server: ListeningServer) {}

    static async start(): Promise<GithubServer> {
        const holder: { self?: GithubServer } = {};
        const server = await ListeningServer.start((request, response) => {
            void (async () => {
                const { status, body, location } = (await holder.self?.answer(request)) ?? { status: 503, body: '' };
                response.writeHead(status, location === undefined ? {} : { location }).end(body);
            })().catch((error: unknown) => response.writeHead(500).end(String(error)));
        });
        holder.self = new GithubServer(server);
        return holder.self;
    }

    get url(): string {
        return this.server.url;
    }

    private async answer(request: IncomingMessage): Promise<{ status: number; body: string; location?: string }> {
        const url = new URL(request.url ?? '/', this.url);
        if (this.instead?.path === url.pathname) {
            const { status, body, hold } = this.instead;
            await hold?.();
            return { status, body };
        }
        const key = `${String(request.method)} ${url.pathname}`;
        if (key === 'GET /login/oauth/authorize') {
            return this.authorize(url.searchParams);
        }
        if (key === 'POST /login/oauth/access_token') {
            return this.exchange(await parametersOf(request));
        }
        const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
        const issued = this.tokens.get(token);
        if (issued === undefined || request.headers['user-agent'] === undefined) {
            return { status: 401, body: '{"message":"Bad credentials"}' };
        }
        const { person, scope } = issued;
        const page = Number(url.searchParams.get('page') ?? '1') - 1;
        switch (key) {
            case 'GET /api/v3/user':
                return json({ id: person.id, login: person.login, name: person.name ?? null, avatar_url: null });
            case 'GET /api/v3/user/emails':
                return scope.includes('user:email') ? json(person.emails ?? []) : { status: 404, body: '{}' };
            case 'GET /api/v3/user/orgs':
                return scope.includes('read:org')
                    ? json((person.organizations ?? []).slice(page * 100, page * 100 + 100).map(login => ({ login })))
                    : { status: 403, body: '{}' };
            default:
                return { status: 404, body: '{"message":"Not Found"}' };
        }
    }

    private authorize(parameters: URLSearchParams): { status: number; body: string; location?: string } {
        const redirectUri = parameters.get('redirect_uri') ?? '';
        if (parameters.get('client_id') !== GITHUB_CLIENT.id || redirectUri === '') {
            return { status: 404, body: '' };
        }
        const scope = parameters.get('scope') ?? '';
        this.scopes.push(scope);
        const code = randomBytes(10).toString('hex');
        this.codes.set(code, {
            person: this.person,
            redirectUri,
            challenge: parameters.get('code_challenge') ?? '',
            scope
        });
        const location = new URL(redirectUri);
        location.searchParams.set('code', code);
        location.searchParams.set('state', parameters.get('state') ?? '');
        return { status: 302, body: '', location: location.href };
    }

    private exchange(parameters: URLSearchParams): { status: number; body: string } {
        const code = parameters.get('code') ?? '';
        const issued = this.codes.get(code);
        this.codes.delete(code);
        const challenge = createHash('sha256')
            .update(parameters.get('code_verifier') ?? '')
            .digest('base64url');
        if (
            issued?.redirectUri !== parameters.get('redirect_uri') ||
            issued.challenge !== challenge ||
            parameters.get('client_id') !== GITHUB_CLIENT.id ||
            parameters.get('client_secret') !== GITHUB_CLIENT.secret
        ) {
            // With 200, as GitHub does it.
            return json({ error: 'bad_verification_code', error_description: 'The code is incorrect or expired.' });
        }
        const token = `gho_${randomBytes(10).toString('hex')}`;
        this.tokens.set(token, issued);
        return json({ access_token: token, scope: issued.scope, token_type: 'bearer' });
    }
}

function json(body: unknown): { status: number; body: string } {
    return { status: 200, body: JSON.stringify(body) };
}

async function parametersOf(request: IncomingMessage): Promise<URLSearchParams> {
    let text = '';
    for await (const chunk of request as AsyncIterable<Buffer>) {
        text += chunk.toString('utf8');
    }
    return new URLSearchParams(text);
}
