import { isIP } from 'node:net';
import { z } from 'zod';
import { Secret } from './secret.js';

/** One configuration option: how it is named everywhere, what it may be, and what it is for. */
export interface Option<T> {
    /** Environment variable; the flag is the same in lower case with hyphens and without the prefix `LONGTABLE_`. */
    readonly variable: string;
    readonly schema: z.ZodType<T>;
    /** Default, unit and trade-off, for `--help` and the operator's manual. */
    readonly description: string;
    /** Whether it may also be given as the path of a file that holds it, by the variable with `_FILE` after it. */
    readonly secret?: boolean;
}

function option<T>(variable: string, schema: z.ZodType<T>, description: string): Option<T> {
    return { variable, schema, description };
}

function secretOption(variable: string, description: string): Option<Secret | undefined> {
    const schema = Text.transform(text => new Secret(text)).optional();
    return { variable, schema, description: `${description} Also as ${variable}_FILE.`, secret: true };
}

const Text = z.string().trim().min(1);

/** A number, or the text of one: unlike with `Number()`, nothing else counts as one, such as `''`, `true` or `0x10`. */
const Numeric = (schema: z.ZodNumber) =>
    z
        .union(
            [
                z.number(),
                z
                    .string()
                    .trim()
                    .regex(/^\d+(\.\d+)?$/)
                    .transform(Number)
            ],
            'must be a number'
        )
        .pipe(schema);
const WholeNumber = (minimum: number, maximum: number) => Numeric(z.number().int().min(minimum).max(maximum));
const List = <T>(item: z.ZodType<T, string>) =>
    z
        .union([z.array(z.string()), z.string().transform(text => text.split(','))])
        .transform(items => items.map(entry => entry.trim()).filter(entry => entry !== ''))
        .pipe(z.array(item));

const Origin = z.string().refine(text => {
    const url = URL.parse(text);
    return (
        url !== null &&
        (url.protocol === 'http:' || url.protocol === 'https:') &&
        url.pathname === '/' &&
        url.search === '' &&
        url.hash === '' &&
        url.username === '' &&
        url.password === '' &&
        isIP(url.hostname) === 0 &&
        !url.hostname.startsWith('[')
    );
}, 'must be an http or https address with a host name (workspaces get names below it) and no path, e.g. https://ide.example.org');

/** The address of a service that the hub sends secrets to. */
const ServiceUrlAsGiven = z
    .string()
    .trim()
    .refine(text => {
        const url = URL.parse(text);
        return (
            url !== null &&
            (url.protocol === 'https:' || (url.protocol === 'http:' && isThisMachine(url.hostname))) &&
            url.search === '' &&
            url.hash === '' &&
            url.username === '' &&
            url.password === ''
        );
    }, 'must be an https address (http only for a service on this machine) without a query, e.g. https://login.example.org');
const ServiceUrl = ServiceUrlAsGiven.transform(text => text.replace(/\/+$/, ''));

const Domain = z
    .string()
    .regex(/^@?[^\s@.]+(\.[^\s@.]+)*$/, 'must be domains such as example.org')
    .transform(text => text.replace(/^@/, '').toLowerCase());

/** Names are compared without regard to case: neither e-mail addresses nor names at GitHub differ by it. */
const PersonName = z
    .string()
    .max(254)
    .transform(text => text.toLowerCase());

const HostAndPort = z
    .string()
    .regex(/^(\[[0-9a-fA-F:]+\]|[^\s:/[\]]+):\d{1,5}$/, 'must be host:port pairs, e.g. git.example.org:443');

/** Whether a host name of a URL is this machine's. */
function isThisMachine(hostname: string): boolean {
    return (
        hostname === 'localhost' ||
        hostname.endsWith('.localhost') ||
        hostname === '[::1]' ||
        /^127(\.\d{1,3}){3}$/.test(hostname)
    );
}

/** Every option of the hub, in the order in which they are shown. */
export const options = {
    url: option(
        'LONGTABLE_URL',
        Origin.optional(),
        'Address at which browsers reach Longtable (http://localhost:<port>). Workspaces are at names below its host.'
    ),
    host: option(
        'LONGTABLE_HOST',
        Text.default('127.0.0.1'),
        'Address to listen on (127.0.0.1). Anything else needs a sign-in other than dev.'
    ),
    port: option(
        'LONGTABLE_PORT',
        WholeNumber(0, 65535).default(3000),
        'TCP port to listen on (3000); 0 takes a free one.'
    ),
    data: option(
        'LONGTABLE_DATA',
        Text.default('./.longtable'),
        'Directory for records and workspace files (./.longtable).'
    ),
    auth: option(
        'LONGTABLE_AUTH',
        List(z.enum(['dev', 'github', 'oidc'], 'must be a comma list of dev, github and oidc'))
            .refine(ways => ways.length > 0, 'must name at least one way to sign in')
            .transform(ways => [...new Set(ways)])
            .default(['dev']),
        'Comma list of ways to sign in (dev): dev, github, oidc. dev takes anybody by name; loopback only.'
    ),
    admins: option(
        'LONGTABLE_ADMINS',
        List(PersonName).default([]),
        'Comma list of administrators, by verified e-mail address or name at GitHub (none: whoever signs in first is one).'
    ),
    allowOrganizations: option(
        'LONGTABLE_ALLOW_ORGS',
        List(PersonName).default([]),
        'Comma list of GitHub organisations whose members may sign in (none). With no list at all, everybody may.'
    ),
    allowDomains: option(
        'LONGTABLE_ALLOW_DOMAINS',
        List(Domain).default([]),
        'Comma list of domains; who has a verified e-mail address at one may sign in (none).'
    ),
    allowUsers: option(
        'LONGTABLE_ALLOW_USERS',
        List(PersonName).default([]),
        'Comma list of people who may sign in, by verified e-mail address or name at GitHub (none).'
    ),
    githubClientId: option('GITHUB_CLIENT_ID', Text.optional(), 'Client id of the OAuth app at GitHub (none).'),
    githubClientSecret: secretOption('GITHUB_CLIENT_SECRET', 'Client secret of the OAuth app at GitHub (none).'),
    githubUrl: option(
        'GITHUB_URL',
        ServiceUrl.default('https://github.com'),
        'Address of GitHub (https://github.com), e.g. of a GitHub Enterprise Server.'
    ),
    githubApiUrl: option(
        'GITHUB_API_URL',
        ServiceUrl.optional(),
        'Address of the API of GitHub (https://api.github.com; <GITHUB_URL>/api/v3 for another GITHUB_URL).'
    ),
    oidcIssuer: option(
        'OIDC_ISSUER',
        ServiceUrlAsGiven.optional(),
        'Issuer of the OpenID Connect provider (none), exactly as its discovery document names it.'
    ),
    oidcClientId: option('OIDC_CLIENT_ID', Text.optional(), 'Client id at the OpenID Connect provider (none).'),
    oidcClientSecret: secretOption('OIDC_CLIENT_SECRET', 'Client secret at the OpenID Connect provider (none).'),
    oidcClientAuthentication: option(
        'OIDC_CLIENT_AUTH',
        z.enum(['basic', 'post']).optional(),
        'How the client secret is sent (basic where the provider offers it): basic in a header, post in the body.'
    ),
    runtime: option(
        'LONGTABLE_RUNTIME',
        z.enum(['bubblewrap', 'process']).default('bubblewrap'),
        'How workspaces are confined (bubblewrap). process does not confine them at all; loopback only.'
    ),
    egress: option(
        'LONGTABLE_EGRESS',
        z.enum(['proxy', 'open', 'none']).default('proxy'),
        'How workspaces reach the outside (proxy): through the HTTP proxy of the hub, directly (open), or not at all (none).'
    ),
    egressAllow: option(
        'LONGTABLE_EGRESS_ALLOW',
        List(HostAndPort).default([]),
        'Comma list of host:port that workspaces may reach although the address is private (none).'
    ),
    snapshots: option(
        'LONGTABLE_SNAPSHOTS',
        Text.refine(text => !text.includes('://'), 'must be a directory; object stores are not there yet').optional(),
        'Directory for the contents of snapshots (<data>/snapshots).'
    ),
    snapshotQuota: option(
        'LONGTABLE_SNAPSHOT_QUOTA_MB',
        WholeNumber(1, 1_073_741_824).default(20_480),
        'Room on disk that the snapshots of one person may take, in MiB (20480). What two snapshots have in common is stored and counted once.'
    ),
    memory: option(
        'LONGTABLE_MEMORY_MB',
        WholeNumber(512, 1_048_576).default(4096),
        'Memory of one workspace in MiB (4096). Past it its largest process is killed.'
    ),
    cpus: option(
        'LONGTABLE_CPUS',
        Numeric(z.number().min(0.1).max(1024)).default(2),
        'Processor cores of one workspace (2).'
    ),
    processes: option(
        'LONGTABLE_PROCESSES',
        WholeNumber(64, 1_000_000).default(2048),
        'Processes and threads of one workspace at the same time (2048).'
    ),
    log: option(
        'LONGTABLE_LOG',
        z.enum(['file', 'stderr']).default('file'),
        'Where the log goes (file: <data>/logs/hub.log), one JSON object a line.'
    ),
    logLevel: option(
        'LONGTABLE_LOG_LEVEL',
        z.enum(['debug', 'info', 'warn', 'error']).default('info'),
        'The least severe entries that are logged (info).'
    )
} as const satisfies Record<string, Option<unknown>>;

export type OptionName = keyof typeof options;

/** Names of the field that belong to parts which this version does not have yet; setting one is an error, not ignored. */
export const unavailableVariables = ['DATABASE_URL', 'LONGTABLE_IDLE_MINUTES', 'LONGTABLE_MAX_HOURS'] as const;

/** The flag of an option, e.g. `--egress-allow`. */
export function flagOf(name: OptionName): string {
    return options[name].variable
        .replace(/^LONGTABLE_/, '')
        .toLowerCase()
        .replaceAll('_', '-');
}
