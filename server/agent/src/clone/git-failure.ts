import { LongtableError } from '@longtable/common';
import { withoutCredentials } from './credentials.js';

/** What was asked of git when it failed. */
export interface CloneRequest {
    readonly url: string;
    readonly ref?: string | undefined;
}

interface Rule {
    readonly pattern: RegExp;
    readonly code?: 'disk-full';
    sentence(request: { url: string; host: string; ref: string }): string;
}

/** The first rule that matches wins, so the causes come before what git says as a consequence of them. */
const RULES: readonly Rule[] = [
    {
        pattern: /No space left on device|Disk quota exceeded|ENOSPC|EDQUOT/i,
        code: 'disk-full',
        sentence: ({ url }) =>
            `The disk was full before ${url} was cloned completely. Delete workspaces you no longer need, or ask the ` +
            'administrator for more room, then start the workspace again.'
    },
    {
        pattern: /longtable: The workspace may not reach|CONNECT tunnel failed, response 403|code 403 from proxy/i,
        sentence: ({ host }) =>
            `The network rules of this installation do not let a workspace reach ${host}. Use a repository on a public ` +
            'server, or ask the administrator to allow this one.'
    },
    {
        pattern:
            /Could not resolve (host|proxy)|Unable to look up|Name or service not known|Temporary failure in name/i,
        sentence: ({ host }) => `There is no server with the name ${host}. Check the address for a slip of the pen.`
    },
    {
        pattern:
            /CONNECT tunnel failed, response 50\d|code 50\d from proxy|longtable: The workspace|Failed to connect|Couldn't connect|unable to connect|Connection (refused|timed out)|No route to host|Network is unreachable|requested URL returned error: 50[234]/i,
        sentence: ({ host }) =>
            `The server ${host} cannot be reached. Check the address; if it is right, start the workspace again later.`
    },
    {
        pattern:
            /SSL certificate problem|certificate verif|gnutls_|SSL_|SSL connect|TLS (connect|handshake|alert)|self.signed/i,
        sentence: ({ host }) =>
            `No secure connection to ${host} could be made: its certificate is not trusted or it speaks no TLS. Ask whoever ` +
            'runs that server, or use another address of the repository.'
    },
    {
        pattern: /requested URL returned error: 403/i,
        sentence: ({ url, host }) =>
            `Access to ${url} was refused, either by ${host} or by the network rules of this installation. Use a ` +
            'repository that can be read without a login on a server that workspaces may reach.'
    },
    {
        pattern: /transport '.*' not allowed|protocol '.*' is not supported|remote-\S+' is not a git command/i,
        sentence: ({ url }) =>
            `A workspace cannot be made from ${url}: only addresses with https, http, ssh or git are possible.`
    },
    {
        pattern:
            /could not read (Username|Password)|Authentication failed|terminal prompts disabled|Permission denied \(|Host key verification failed|requested URL returned error: 401|Permission to .* denied/i,
        sentence: ({ url }) =>
            `${url} needs a login, or does not exist. Check the address; for a private repository, start an empty ` +
            'workspace and clone it there with your own login.'
    },
    {
        pattern:
            /Remote branch .* not found|couldn't find remote ref|pathspec .* did not match|not our ref|longtable-ref/i,
        sentence: ({ url, ref }) =>
            `${url} has no branch, tag or commit named “${ref}”. Check the name, or leave it out for the default branch.`
    },
    {
        pattern:
            /is this a git repository|not valid: |does not appear to be a git repo|invalid server response|protocol error/i,
        sentence: ({ url }) => `There is no git repository at ${url}. Use the address that “git clone” takes.`
    },
    {
        pattern: /repository .* not found|Repository not found|requested URL returned error: (404|410)|no such repo/i,
        sentence: ({ url }) =>
            `${url} does not exist, or is private. Check the address; for a private repository, start an empty workspace ` +
            'and clone it there with your own login.'
    },
    {
        pattern:
            /early EOF|hung up unexpectedly|remote end hung up|RPC failed|unexpected disconnect|Connection reset|transfer closed|Empty reply|Connection closed by|index-pack|SSH.*closed/i,
        sentence: ({ host }) =>
            `The connection to ${host} was interrupted before all files had arrived. Start the workspace again to retry.`
    }
];

/** The error for what git wrote to stderr, in words for a person. Nothing of the clone is left when it is thrown. */
export function explainGitFailure(request: CloneRequest, lines: readonly string[]): LongtableError {
    const url = withoutCredentials(request.url);
    // The name of a repository must not be taken for the reason.
    const output = lines.map(line => withoutCredentials(line).replaceAll(url, 'URL')).join('\n');
    const rule = RULES.find(({ pattern }) => pattern.test(output));
    if (rule !== undefined) {
        const sentence = rule.sentence({ url, host: hostOf(url), ref: request.ref ?? '' });
        return new LongtableError(rule.code ?? 'clone-failed', sentence);
    }
    const last = lines.findLast(line => /^(fatal|error): /.test(line)) ?? lines.at(-1) ?? 'no reason';
    return new LongtableError(
        'clone-failed',
        `${url} could not be cloned; git said: “${withoutCredentials(last)}” Check the address, then start the workspace again.`
    );
}

/** The error for a clone that stopped moving. */
export function explainStall(request: CloneRequest, milliseconds: number): LongtableError {
    const host = hostOf(withoutCredentials(request.url));
    const minutes = Math.max(1, Math.round(milliseconds / 60_000));
    return new LongtableError(
        'clone-failed',
        `Nothing came from ${host} for ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}, so the clone was given up. ` +
            'Start the workspace again to retry.'
    );
}

/** Host in an address that git takes: a URL, or `user@host:path`. */
function hostOf(url: string): string {
    return (
        /^[a-z][a-z0-9+.-]*:\/\/(?:[^@/]*@)?([^/?#]+)/i.exec(url)?.[1] ?? /^(?:[^@/]*@)?([^:/]+):/.exec(url)?.[1] ?? url
    );
}
