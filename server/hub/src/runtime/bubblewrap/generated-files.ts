import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RuntimeOptions } from '../runtime-options.js';
import type { WorkspaceSpec } from '../runtime.js';
import { PLACES, SANDBOX_UID, SANDBOX_USER } from './places.js';

/** Goes through the egress proxy, which speaks HTTP, with a small program that ssh can start. */
const PROXY_COMMAND = `${PLACES.node} ${PLACES.agent}/connect.mjs %h %p`;

/** The address of the name server that slirp4netns offers. */
const SLIRP_NAME_SERVER = '10.0.2.3';

/** A host name for the prompt of shells, made from the folder's name. */
export function hostNameOf(spec: WorkspaceSpec): string {
    const name = spec.folder
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '-')
        .slice(0, 40)
        .replace(/^-+|-+$/g, '');
    return name === '' ? spec.id : name;
}

/** Files of `/etc` that are made for one workspace, by name. The machine's own ones would tell who uses it. */
export function generatedFiles(
    spec: WorkspaceSpec,
    egress: RuntimeOptions['egress']['mode']
): Readonly<Record<string, string>> {
    const uid = SANDBOX_UID.toString();
    const host = hostNameOf(spec);
    return {
        passwd: [
            'root:x:0:0:root:/root:/usr/sbin/nologin',
            `${SANDBOX_USER}:x:${uid}:${uid}::${PLACES.home}:/bin/bash`,
            'nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin',
            ''
        ].join('\n'),
        group: ['root:x:0:', `${SANDBOX_USER}:x:${uid}:`, 'nogroup:x:65534:', ''].join('\n'),
        hostname: `${host}\n`,
        hosts: `127.0.0.1 localhost ${host}\n::1 localhost ip6-localhost ip6-loopback\n`,
        'nsswitch.conf': 'passwd: files\ngroup: files\nhosts: files dns\nservices: files\nprotocols: files\n',
        'resolv.conf': egress === 'open' ? `nameserver ${SLIRP_NAME_SERVER}\n` : '',
        gitconfig: gitConfiguration(spec, egress),
        ssh_config: egress === 'proxy' ? `Host *\n    ProxyCommand ${PROXY_COMMAND}\n` : '',
        // The machine's own one would take the program directories of Longtable out of PATH in login shells.
        profile: 'if [ -n "$BASH_VERSION" ] && [ -n "$PS1" ] && [ -r /etc/bash.bashrc ]; then . /etc/bash.bashrc; fi\n'
    };
}

/** Writes the generated files to a directory that the sandbox mounts them from. */
export async function writeGeneratedFiles(directory: string, files: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, text] of Object.entries(files)) {
        const path = join(directory, name);
        await writeFile(path, text);
        await chmod(path, 0o644);
    }
}

/** Defaults below a person's own `~/.gitconfig`. */
function gitConfiguration(spec: WorkspaceSpec, egress: RuntimeOptions['egress']['mode']): string {
    return [
        '[user]',
        `    name = ${quoted(spec.git.name)}`,
        `    email = ${quoted(spec.git.email)}`,
        '[safe]',
        '    directory = *',
        ...(egress === 'proxy'
            ? ['[core]', `    sshCommand = ${quoted(`ssh -o ProxyCommand='${PROXY_COMMAND}'`)}`]
            : []),
        ''
    ].join('\n');
}

/** A value of a git configuration file; control characters, which it cannot hold, are left out. */
function quoted(value: string): string {
    // eslint-disable-next-line no-control-regex -- they are what this removes
    return `"${value.replace(/[\u0000-\u001f\u007f]/g, '').replace(/[\\"]/g, '\\$&')}"`;
}
