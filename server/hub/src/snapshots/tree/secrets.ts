import { closeSync, readSync } from 'node:fs';
import type { Exclusion } from './exclusion.js';
import { OpenedFolder } from './opened-folder.js';

/** A file that looks as if it held a secret. */
export interface SecretFinding {
    /** Relative to the folder. */
    readonly path: string;
    /** For people: what gave it away. */
    readonly reason: string;
}

const MOST = 500;
/** Keys and configuration files are small; a program that reads more finds fixtures of tests. */
const LONGEST_READ = 256 * 1024;
const MOST_READ = 256 * 1024 * 1024;
/** Fetched by package managers: whatever is in there, everybody can have it. */
const FETCHED = new Set([
    'node_modules',
    'bower_components',
    '.venv',
    'site-packages',
    '__pycache__',
    '.yarn',
    '.pnpm-store'
]);

const byName: readonly (readonly [pattern: RegExp, reason: string])[] = [
    [/^\.env(?:\.(?!example$|sample$|template$|dist$|defaults?$).+)?$|\.env$/i, 'environment file'],
    [/^id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?$/, 'ssh key'],
    [/\.(?:pem|key|ppk|p12|pfx|jks|keystore|kdbx|asc)$/i, 'key or certificate'],
    [/^\.(?:netrc|pgpass|htpasswd|dockercfg|s3cfg|boto|vault-token)$/, 'login file'],
    [
        /^(?:client_secret.*|service[-_]?account.*|gha-creds-.*|application_default_credentials)\.json$/i,
        'cloud credentials'
    ],
    [/^(?:credentials|secrets?)(?:\.(?:json|ya?ml|toml|ini|properties|txt|xml))?$/i, 'named after a secret'],
    [/^terraform\.tfstate(?:\.backup)?$|\.tfvars$/, 'Terraform state']
];

const byContent: readonly (readonly [pattern: RegExp, reason: string])[] = [
    [/-----BEGIN (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----/, 'holds a private key'],
    [/\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/, 'holds an AWS access key'],
    [/\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{60,})\b/, 'holds a GitHub token'],
    [/\bglpat-[A-Za-z0-9_-]{20,}/, 'holds a GitLab token'],
    [/\bxox[abposr]-[A-Za-z0-9-]{10,}/, 'holds a Slack token'],
    [/\bnpm_[A-Za-z0-9]{36}\b|_authToken\s*=\s*(?!\$\{)[^\s$]{8,}/, 'holds an npm token'],
    [/\bAIza[0-9A-Za-z_-]{35}\b/, 'holds a Google API key'],
    [/\b[sr]k_live_[0-9A-Za-z]{20,}/, 'holds a Stripe key'],
    [/\bsk-(?:ant-|proj-)?[A-Za-z0-9_-]{32,}/, 'holds an API key'],
    [/\blt_[A-Za-z0-9_-]{40,}/, 'holds a Longtable token'],
    [
        /\b[a-z][a-z0-9+.-]{2,20}:\/\/[^\s/:@'"<>${}]{1,80}:[^\s/@'"<>${}]{4,80}@[a-z0-9.-]+\.[a-z]{2,}/i,
        'holds an address with a password'
    ]
];

/** Looks for files whose name or content looks like a secret. Reads at most so much and finds at most so many. */
export function findSecrets(
    folder: string,
    exclude: Exclusion
): { readonly files: readonly SecretFinding[]; readonly truncated: boolean } {
    const files: SecretFinding[] = [];
    const buffer = Buffer.allocUnsafe(LONGEST_READ);
    let read = 0;
    const visit = (opened: OpenedFolder, path: string, depth: number): void => {
        for (const { name, stat } of opened.list()) {
            const place = path === '' ? name : `${path}/${name}`;
            if (files.length >= MOST || depth > 100 || exclude.covers(place, name)) {
                continue;
            }
            if (stat.isDirectory()) {
                // What lies in a repository's own folder is history: it cannot be left out by a file.
                const child = FETCHED.has(name) || name === '.git' ? undefined : opened.folder(name);
                if (child !== undefined) {
                    try {
                        visit(child, place, depth + 1);
                    } finally {
                        child.close();
                    }
                }
            } else if (stat.isFile() && stat.size > 0) {
                let reason = byName.find(([pattern]) => pattern.test(name))?.[1];
                if (reason === undefined && stat.size <= LONGEST_READ && read < MOST_READ) {
                    const file = opened.file(name, stat);
                    if (file !== undefined) {
                        const length = readAndClose(file.descriptor, buffer);
                        read += length;
                        reason = reasonIn(buffer.subarray(0, length));
                    }
                }
                if (reason !== undefined) {
                    files.push({ path: Buffer.from(place, 'latin1').toString('utf8'), reason });
                }
            }
        }
    };
    const root = OpenedFolder.at(folder);
    try {
        visit(root, '', 0);
    } finally {
        root.close();
    }
    return { files, truncated: files.length >= MOST || read >= MOST_READ };
}

function readAndClose(file: number, buffer: Buffer): number {
    try {
        return readSync(file, buffer, 0, buffer.length, 0);
    } finally {
        closeSync(file);
    }
}

function reasonIn(bytes: Buffer): string | undefined {
    // Pictures, archives and programs hold such letters by chance.
    if (bytes.subarray(0, 8000).includes(0)) {
        return undefined;
    }
    const text = bytes.toString('latin1');
    return byContent.find(([pattern]) => pattern.test(text))?.[1];
}
