import type { Request } from 'express';
import { LongtableError } from '@longtable/common';
import * as client from 'openid-client';
import { Strategy } from 'openid-client/passport';
import { callbackUrl, PROVIDER_TIMEOUT, verify, type PassportStrategy, type Provider } from './provider.js';
import { ProviderUnavailable, tidyEmail, tidyName, tidyPicture, type ProviderIdentity } from './provider-identity.js';

export interface OidcOptions {
    readonly issuer: string;
    readonly clientId: string;
    readonly clientSecret: string;
    /** How the hub shows that it knows the secret; undefined leaves it to what the provider says. */
    readonly clientAuthentication: 'basic' | 'post' | undefined;
    readonly hubUrl: string;
}

/** What the provider says about itself is read anew after this time, in milliseconds. */
const DISCOVERY_LIFETIME = 60 * 60 * 1000;

/** Seconds by which the clocks of hub and provider may differ. */
const CLOCK_TOLERANCE = 30;

/** Sign-in with any OpenID Connect provider, which is asked for its addresses when somebody first signs in. */
export function oidcProvider(options: OidcOptions): Provider {
    let known: { readonly strategy: Promise<Strategy>; readonly until: number } | undefined;
    return {
        way: 'oidc',
        strategy: () => {
            if (known === undefined || known.until < Date.now()) {
                const strategy = discover(options).then(configuration => new OidcStrategy(configuration, options));
                const attempt = { strategy, until: Date.now() + DISCOVERY_LIFETIME };
                known = attempt;
                strategy.catch(() => {
                    if (known === attempt) {
                        known = undefined;
                    }
                });
            }
            // The types of the two libraries differ in `this` alone.
            return known.strategy as Promise<unknown> as Promise<PassportStrategy>;
        }
    };
}

async function discover(options: OidcOptions): Promise<client.Configuration> {
    const issuer = new URL(options.issuer);
    try {
        return await client.discovery(
            issuer,
            options.clientId,
            { client_secret: options.clientSecret, [client.clockTolerance]: CLOCK_TOLERANCE },
            clientAuthentication(options),
            {
                timeout: PROVIDER_TIMEOUT / 1000,
                // The configuration takes http only for a provider on this machine.
                // eslint-disable-next-line @typescript-eslint/no-deprecated -- deprecated only to make it stand out
                execute: issuer.protocol === 'http:' ? [client.allowInsecureRequests] : []
            }
        );
    } catch (error) {
        throw new ProviderUnavailable('The OpenID Connect provider does not describe itself as it should.', error);
    }
}

function clientAuthentication({ clientSecret, clientAuthentication: wanted }: OidcOptions): client.ClientAuth {
    const basic = client.ClientSecretBasic(clientSecret);
    const post = client.ClientSecretPost(clientSecret);
    return (server, metadata, body, headers) => {
        // A provider that lists no ways takes this one (OpenID Connect Discovery 1.0, section 3).
        const offersBasic = server.token_endpoint_auth_methods_supported?.includes('client_secret_basic') ?? true;
        const useBasic = wanted === undefined ? offersBasic : wanted === 'basic';
        (useBasic ? basic : post)(server, metadata, body, headers);
    };
}

class OidcStrategy extends Strategy {
    constructor(
        configuration: client.Configuration,
        private readonly options: OidcOptions
    ) {
        super(
            {
                name: 'oidc',
                sessionKey: 'oidc',
                config: configuration,
                callbackURL: callbackUrl(options.hubUrl, 'oidc'),
                scope: 'openid profile email'
            },
            (tokens, done) => {
                verify(oidcIdentity(configuration, tokens), done);
            }
        );
    }

    /** Beside PKCE, which is always there: providers that do not know it still have to repeat these two. */
    override authorizationRequestParams(): Record<string, string> {
        return { state: client.randomState(), nonce: client.randomNonce() };
    }

    override currentUrl(request: Request): URL {
        return new URL(request.originalUrl, this.options.hubUrl);
    }

    override shouldInitiateAuthRequest(_request: Request, { pathname }: URL): boolean {
        return !pathname.endsWith('/callback');
    }
}

async function oidcIdentity(
    configuration: client.Configuration,
    tokens: client.TokenEndpointResponse & client.TokenEndpointResponseHelpers
): Promise<ProviderIdentity> {
    const claims = tokens.claims();
    if (claims === undefined) {
        throw new LongtableError('sign-in-failed', 'The OpenID Connect provider gave no ID token.');
    }
    const { issuer, userinfo_endpoint: hasMore } = configuration.serverMetadata();
    const more: Record<string, unknown> =
        hasMore === undefined ? {} : await client.fetchUserInfo(configuration, tokens.access_token, claims.sub);
    // An address counts as verified only by the word of the one that names it.
    const own: Record<string, unknown> = { ...claims };
    const { email: given, email_verified: verified } = 'email' in more ? more : own;
    const told = { ...own, ...more };
    const email = verified === true || verified === 'true' ? tidyEmail(given) : undefined;
    const login = tidyName(told['preferred_username']);
    const avatar = tidyPicture(told['picture']);
    return {
        provider: 'oidc',
        subject: `${issuer}#${claims.sub}`,
        name: tidyName(told['name']) ?? login ?? email?.split('@')[0] ?? 'Somebody',
        ...(login === undefined ? {} : { login }),
        ...(email === undefined ? {} : { email }),
        verifiedEmails: email === undefined ? [] : [email],
        ...(avatar === undefined ? {} : { avatar }),
        organizations: []
    };
}
