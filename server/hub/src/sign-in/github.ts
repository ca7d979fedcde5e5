import { LongtableError } from '@longtable/common';
import { Strategy, type StrategyOptions } from 'passport-github2';
import { z } from 'zod';
import { callbackUrl, PROVIDER_TIMEOUT, verify, type Provider, type Verified } from './provider.js';
import { ProviderUnavailable, tidyEmail, tidyName, tidyPicture, type ProviderIdentity } from './provider-identity.js';

export interface GithubOptions {
    readonly clientId: string;
    readonly clientSecret: string;
    readonly url: string;
    readonly apiUrl: string;
    readonly hubUrl: string;
    /** Whether it matters which organisations people are in: only then are they asked to let us know. */
    readonly organizations: boolean;
}

/** GitHub shows this many to a page, and nobody is looked at further than {@link MOST_PAGES} pages. */
const PAGE = 100;
const MOST_PAGES = 20;

const User = z.object({ id: z.int(), login: z.string(), name: z.unknown(), avatar_url: z.unknown() });
const Emails = z.array(z.object({ email: z.string(), verified: z.boolean(), primary: z.boolean() }));
const Organizations = z.array(z.object({ login: z.string() }));
const Token = z.object({ access_token: z.string().min(1) });

/** Sign-in with GitHub or a GitHub Enterprise Server. */
export function githubProvider(options: GithubOptions): Provider {
    const strategy = new GithubStrategy(options);
    return { way: 'github', strategy: () => Promise.resolve(strategy) };
}

class GithubStrategy extends Strategy {
    constructor(options: GithubOptions) {
        const { clientId, clientSecret, url, hubUrl, organizations } = options;
        const tokenUrl = `${url}/login/oauth/access_token`;
        const settings = {
            clientID: clientId,
            clientSecret,
            callbackURL: callbackUrl(hubUrl, 'github'),
            authorizationURL: `${url}/login/oauth/authorize`,
            tokenURL: tokenUrl,
            scope: ['read:user', 'user:email', ...(organizations ? ['read:org'] : [])],
            scopeSeparator: ' ',
            sessionKey: 'github',
            // Older Enterprise Servers ignore PKCE; `state` is checked in any case.
            state: true,
            pkce: 'S256',
            skipUserProfile: true
        };
        super(
            // The types know neither PKCE by name nor a `state` that is made anew each time.
            settings as unknown as StrategyOptions,
            (accessToken: string, _refreshToken: string, _profile: unknown, done: Verified) => {
                verify(githubIdentity(accessToken, options), done);
            }
        );
        // The library's own request has no time limit, and an answer that is no JSON object ends the process.
        const oauth2: { getOAuthAccessToken: GetAccessToken } = this._oauth2;
        oauth2.getOAuthAccessToken = (code, given, callback) => {
            fetchToken(tokenUrl, { ...given, client_id: clientId, client_secret: clientSecret, code }).then(
                token => {
                    callback(undefined, token);
                },
                (error: unknown) => {
                    callback(error);
                }
            );
        };
    }
}

type GetAccessToken = (
    code: string,
    parameters: Record<string, unknown>,
    callback: (error: unknown, accessToken?: string) => void
) => void;

async function fetchToken(url: string, parameters: Record<string, unknown>): Promise<string> {
    const body = new URLSearchParams();
    for (const [name, value] of Object.entries(parameters)) {
        if (typeof value !== 'string') {
            throw new LongtableError(
                'sign-in-failed',
                `The parameter ${name} of the sign-in is not what it should be.`
            );
        }
        body.set(name, value);
    }
    const answer = await ask(url, { method: 'POST', headers: { accept: 'application/json' }, body });
    const token = Token.safeParse(answer);
    if (!token.success) {
        // GitHub answers a code that is wrong, used or over with 200 and a word for what is wrong with it.
        const { error } = z.object({ error: z.string().max(100) }).safeParse(answer).data ?? {};
        throw new LongtableError('sign-in-failed', `GitHub gave no token: ${error ?? 'it said nothing of use'}.`);
    }
    return token.data.access_token;
}

async function githubIdentity(
    accessToken: string,
    { url, apiUrl, organizations }: GithubOptions
): Promise<ProviderIdentity> {
    const get = async <T>(path: string, schema: z.ZodType<T>): Promise<T> => {
        const answer = schema.safeParse(
            await ask(`${apiUrl}${path}`, {
                headers: { accept: 'application/vnd.github+json', authorization: `Bearer ${accessToken}` }
            })
        );
        if (!answer.success) {
            throw new ProviderUnavailable(`GitHub's answer at ${path} cannot be understood.`, answer.error);
        }
        return answer.data;
    };
    const user = await get('/user', User);
    const emails = (await get(`/user/emails?per_page=${String(PAGE)}`, Emails)).filter(({ verified }) => verified);
    const names: string[] = [];
    for (let page = 1; organizations && page <= MOST_PAGES; page++) {
        const some = await get(`/user/orgs?per_page=${String(PAGE)}&page=${String(page)}`, Organizations);
        names.push(...some.map(({ login }) => login.toLowerCase()));
        if (some.length < PAGE) {
            break;
        }
    }
    const verifiedEmails = emails.flatMap(({ email }) => tidyEmail(email) ?? []);
    const email = tidyEmail(emails.find(({ primary }) => primary)?.email) ?? verifiedEmails[0];
    const avatar = tidyPicture(user.avatar_url);
    return {
        provider: 'github',
        // Another GitHub numbers its people from 1 too.
        subject: `${url}#${String(user.id)}`,
        name: tidyName(user.name) ?? user.login,
        login: user.login,
        ...(email === undefined ? {} : { email }),
        verifiedEmails,
        ...(avatar === undefined ? {} : { avatar }),
        organizations: names
    };
}

/** What a call of GitHub answers, as JSON. Throws `sign-in-failed` when it refuses, `unavailable` when it answers nothing of use. */
async function ask(
    url: string,
    init: { readonly method?: string; readonly headers: Record<string, string>; readonly body?: URLSearchParams }
): Promise<unknown> {
    const { pathname } = new URL(url);
    try {
        const response = await fetch(url, {
            ...init,
            headers: { ...init.headers, 'user-agent': 'Longtable' },
            redirect: 'error',
            signal: AbortSignal.timeout(PROVIDER_TIMEOUT)
        });
        if (response.status >= 400 && response.status < 500) {
            await response.body?.cancel();
            throw new LongtableError(
                'sign-in-failed',
                `GitHub refuses the call of ${pathname} with ${String(response.status)}.`
            );
        }
        if (!response.ok) {
            throw new Error(`status ${String(response.status)}`);
        }
        return await response.json();
    } catch (error) {
        if (error instanceof LongtableError) {
            throw error;
        }
        throw new ProviderUnavailable(`GitHub does not answer at ${pathname} as it should.`, error);
    }
}
