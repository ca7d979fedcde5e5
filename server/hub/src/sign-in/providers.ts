import type { Configuration } from '../configuration/configuration.js';
import { githubProvider } from './github.js';
import { oidcProvider } from './oidc.js';
import type { Provider } from './provider.js';

export const PUBLIC_GITHUB = 'https://github.com';

/** The providers that the configuration offers; it has been checked that they have what they need. */
export function providersOf(configuration: Configuration, hubUrl: string): Provider[] {
    const { auth, githubClientId, githubClientSecret, githubUrl, oidcIssuer, oidcClientId, oidcClientSecret } =
        configuration;
    const providers: Provider[] = [];
    if (auth.includes('github') && githubClientId !== undefined && githubClientSecret !== undefined) {
        providers.push(
            githubProvider({
                clientId: githubClientId,
                clientSecret: githubClientSecret.reveal(),
                url: githubUrl,
                apiUrl:
                    configuration.githubApiUrl ??
                    (githubUrl === PUBLIC_GITHUB ? 'https://api.github.com' : `${githubUrl}/api/v3`),
                hubUrl,
                organizations: configuration.allowOrganizations.length > 0
            })
        );
    }
    if (
        auth.includes('oidc') &&
        oidcIssuer !== undefined &&
        oidcClientId !== undefined &&
        oidcClientSecret !== undefined
    ) {
        providers.push(
            oidcProvider({
                issuer: oidcIssuer,
                clientId: oidcClientId,
                clientSecret: oidcClientSecret.reveal(),
                clientAuthentication: configuration.oidcClientAuthentication,
                hubUrl
            })
        );
    }
    return providers;
}
