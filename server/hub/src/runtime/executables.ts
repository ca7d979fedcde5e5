import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { LongtableError } from '@longtable/common';

/** Debian packages of the programs that Longtable starts. */
const PACKAGES = {
    bwrap: 'bubblewrap',
    setpriv: 'util-linux',
    prlimit: 'util-linux',
    unshare: 'util-linux',
    nsenter: 'util-linux',
    mount: 'mount',
    ip: 'iproute2',
    slirp4netns: 'slirp4netns'
} as const;

/** The absolute path of a program, or undefined. The administration's directories count also for ordinary users. */
export function findExecutable(name: keyof typeof PACKAGES): string | undefined {
    const directories = [...(process.env['PATH'] ?? '').split(':'), '/usr/sbin', '/usr/bin', '/sbin', '/bin'];
    return directories
        .filter(directory => directory.startsWith('/'))
        .map(directory => join(directory, name))
        .find(path => {
            try {
                accessSync(path, constants.X_OK);
                return true;
            } catch {
                return false;
            }
        });
}

/** The absolute path of a program. Throws with the package to install. */
export function requireExecutable(name: keyof typeof PACKAGES): string {
    const found = findExecutable(name);
    if (found === undefined) {
        throw new LongtableError(
            'runtime-unavailable',
            `The program ${name} is not installed. Install the package ${PACKAGES[name]} ` +
                `(Debian and Ubuntu: apt-get install ${PACKAGES[name]}).`
        );
    }
    return found;
}
