import { Provider } from 'oidc-provider';
import { ListeningServer } from './listening-server.js';

/** What the provider says about a person. */
export interface Claims {
    readonly sub: string;
    readonly name?: string;
    readonly preferred_username?: string;
    readonly email?: string;
    readonly email_verified?: boolean;
    readonly picture?: string;
}

export const OIDC_CLIENT = { id: 'longtable', secret: 'the secret of the client' };

/** A real OpenID Connect provider, at which whoever comes is signed in as {@link person} without being asked. */
export class OidcServer {
    person: Claims = { sub: 'nobody' };
    private provider: Provider | undefined;
    private readonly known = new Map<string, Claims>();

    private constructor(readonly server: ListeningServer) {}

    static async start(): Promise<OidcServer> {
        const holder: { self?: OidcServer } = {};
        const server = await ListeningServer.start((request, response) => {
            void (async () => {
                const provider = holder.self?.provider;
                if (provider === undefined) {
                    response.writeHead(503).end();
                } else if (request.url?.startsWith('/interaction/') === true) {
                    const accountId = holder.self?.person.sub ?? '';
                    await provider.interactionFinished(request, response, { login: { accountId } });
                } else {
                    await provider.callback()(request, response);
                }
            })().catch((error: unknown) => response.writeHead(500).end(String(error)));
        });
        holder.self = new OidcServer(server);
        return holder.self;
    }

    get issuer(): string {
        return this.server.url;
    }

    /** Takes the hub for a client. Its address is known only once it runs. */
    accept(hubUrl: string): void {
        this.provider = new Provider(this.issuer, {
            clients: [
                {
                    client_id: OIDC_CLIENT.id,
                    client_secret: OIDC_CLIENT.secret,
                    redirect_uris: [`${hubUrl}/login/oidc/callback`]
                }
            ],
            cookies: { keys: ['a key for the cookies of the test'] },
            claims: {
                openid: ['sub'],
                profile: ['name', 'preferred_username', 'picture'],
                email: ['email', 'email_verified']
            },
            features: { devInteractions: { enabled: false } },
            interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
            pkce: { required: () => true },
            findAccount: (_context, sub) => {
                const claims = this.known.get(sub) ?? this.person;
                this.known.set(sub, claims);
                return { accountId: sub, claims: () => ({ ...claims }) };
            },
            loadExistingGrant: async context => {
                const { client, session, provider } = context.oidc;
                const grant = new provider.Grant({
                    clientId: client?.clientId ?? '',
                    accountId: session?.accountId ?? ''
                });
                grant.addOIDCScope('openid profile email');
                await grant.save();
                return grant;
            }
        });
    }

    /** Signs in whoever comes next as this person, about whom it now says this. */
    expect(person: Claims): void {
        this.person = person;
        this.known.set(person.sub, person);
    }
}
