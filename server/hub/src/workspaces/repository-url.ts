import { lookup } from 'node:dns/promises';
import { CreateWorkspace, LongtableError } from '@longtable/common';
import ipaddr from 'ipaddr.js';

/** What a person pasted, understood: what to clone, at which ref, and how to call it. */
export interface Repository {
    /** What git is given: a URL, or `user@host:path`. */
    readonly url: string;
    readonly ref?: string;
    /** One path component, safe on every file system. */
    readonly folder: string;
    readonly host: string;
    readonly port: number;
}

const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'https:': 443, 'http:': 80, 'ssh:': 22, 'git:': 9418 };

/**
 * `git@host:path`, the short form of ssh addresses. Without a user the host needs a dot, so that `file:/path` and
 * `localhost:3000/path` are not taken for it.
 */
const SCP_FORM =
    /^(?:(?<user>\w[\w.-]*)@(?<host>[A-Za-z0-9][A-Za-z0-9.-]*)|(?<dotted>[A-Za-z0-9][A-Za-z0-9-]*\.[A-Za-z0-9.-]+)):(?<path>(?!\/\/)[^\s:]+)$/;

/** What a host may be. Only for http does `URL` check it; git would read the rest as it likes, even as an option. */
const HOST = /^(?:[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9.])?|\[[0-9A-Fa-f:.]+\])$/;

const USER = /^(?:\w[\w.-]*)?$/;

/**
 * Understands the address of a repository, and the page of a branch, tag or commit on the usual forges. Throws
 * `invalid-repository` with what is wrong.
 */
export function parseRepository(text: string, ref?: string): Repository {
    const scp = SCP_FORM.exec(text);
    if (scp?.groups !== undefined && !text.includes('://')) {
        const { user = 'git', host, dotted = '', path = '' } = scp.groups;
        // Checked as a URL but cloned as it is: its path begins at the home of the user there, that of a URL at the root.
        const login = `${user}@${host ?? dotted}`;
        return {
            ...finish(`ssh://${login}/${path.replace(/[%?#]/g, encodeURIComponent)}`, text, ref),
            url: `${login}:${path.replace(/\/+$/, '')}`
        };
    }
    return finish(text, text, ref);
}

function finish(address: string, asGiven: string, ref: string | undefined): Repository {
    const url = URL.parse(address);
    if (url === null || !(url.protocol in DEFAULT_PORTS) || !HOST.test(url.hostname)) {
        throw new LongtableError(
            'invalid-repository',
            `"${shorten(asGiven)}" is not the address of a Git repository. Paste one like https://host/owner/repository or git@host:owner/repository.git.`
        );
    }
    if (url.password !== '' || (url.username !== '' && url.protocol !== 'ssh:') || !USER.test(url.username)) {
        throw new LongtableError(
            'invalid-repository',
            'The address holds a user name or password, which everybody in the workspace could read. Paste it without; sign in with git inside the workspace.'
        );
    }
    const page =
        /^(?<repository>\/.+?)(?:\.git)?\/(?:-\/)?(?:tree|commit|commits|src\/branch|src\/tag)\/(?<ref>.+?)\/?$/.exec(
            url.pathname
        );
    if (page?.groups !== undefined && url.protocol.startsWith('http')) {
        url.pathname = page.groups['repository'] ?? url.pathname;
        url.search = '';
        ref ??= refOf(page.groups['ref'] ?? '');
    }
    url.hash = '';
    const path = decode(url.pathname).replace(/\/+$/, '');
    if (path === '') {
        throw new LongtableError(
            'invalid-repository',
            `"${shorten(asGiven)}" names a server but no repository. Add its path, as in https://host/owner/repository.`
        );
    }
    return {
        url: url.href.replace(/\/+$/, ''),
        ...(ref === undefined ? {} : { ref }),
        folder: folderName(path.split('/').at(-1) ?? ''),
        host: url.hostname.replace(/^\[|\]$/g, ''),
        port: url.port === '' ? (DEFAULT_PORTS[url.protocol] ?? 0) : Number(url.port)
    };
}

/** The ref in the address of a page, held to the same rule as one that is given by itself. */
function refOf(path: string): string {
    const parsed = CreateWorkspace.shape.ref.safeParse(decode(path));
    if (!parsed.success || parsed.data === undefined) {
        throw new LongtableError(
            'invalid-repository',
            `The address ends with "${shorten(path)}", which is not the name of a branch, tag or commit. Paste the address of the repository itself.`
        );
    }
    return parsed.data;
}

/** Turns any name into one that is a single, visible path component of harmless characters. */
export function folderName(name: string): string {
    const folder = name
        .replace(/\.git$/i, '')
        .normalize('NFKD')
        .replace(/\p{M}+/gu, '')
        .replace(/[^A-Za-z0-9._-]+/g, '-')
        .replace(/^[-.]+/, '')
        .slice(0, 80)
        .replace(/[-.]+$/, '');
    return folder === '' ? 'workspace' : folder;
}

/**
 * Refuses an address that the workspace could not reach anyway, so that the answer comes at once and in words. The
 * egress proxy decides again at each connection, with the address it then finds.
 */
export async function checkReachable(
    repository: Repository,
    hubUrl: string,
    allowed: readonly string[]
): Promise<void> {
    const { host, port } = repository;
    if (allowed.includes(`${host}:${String(port)}`) || allowed.includes(`[${host}]:${String(port)}`)) {
        return;
    }
    const hub = new URL(hubUrl);
    const hubPort = hub.port === '' ? DEFAULT_PORTS[hub.protocol] : Number(hub.port);
    if (host === hub.hostname && port === hubPort) {
        throw new LongtableError(
            'repository-address-forbidden',
            'That is the address of Longtable itself, not of a Git repository. Paste the address of the repository.'
        );
    }
    const addresses = ipaddr.isValid(host) ? [host] : await resolveAll(host);
    if (addresses.some(address => !isPublic(address))) {
        throw new LongtableError(
            'repository-address-forbidden',
            `${host} is an address inside a private network, which workspaces may not reach. ` +
                `The administrator can allow it with LONGTABLE_EGRESS_ALLOW=${host}:${String(port)}.`
        );
    }
}

async function resolveAll(host: string): Promise<readonly string[]> {
    try {
        return (await lookup(host, { all: true })).map(found => found.address);
    } catch {
        // Names that this machine cannot resolve are the clone's to report, which says so in words.
        return [];
    }
}

function isPublic(address: string): boolean {
    return ipaddr.process(address).range() === 'unicast';
}

function decode(text: string): string {
    try {
        return decodeURIComponent(text);
    } catch {
        return text;
    }
}

function shorten(text: string): string {
    return text.length > 120 ? `${text.slice(0, 117)}…` : text;
}
