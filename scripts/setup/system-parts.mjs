import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { runStep, StepFailed } from './step.mjs';

/**
 * A program of the operating system that Longtable runs but does not ship.
 *
 * @typedef {object} Part
 * @property {string} name as in "X is missing"
 * @property {string} purpose
 * @property {readonly string[]} packages what Debian and Ubuntu call it
 * @property {() => boolean} isPresent
 */

/** @satisfies {Record<string, Part>} */
export const parts = {
    bubblewrap: {
        name: 'bubblewrap',
        purpose: 'keeps workspaces apart',
        packages: ['bubblewrap'],
        isPresent: () => findCommand('bwrap') !== undefined
    },
    git: {
        name: 'git',
        purpose: 'is used in workspaces',
        packages: ['git', 'ca-certificates'],
        isPresent: () => findCommand('git') !== undefined
    },
    openNetwork: {
        name: 'slirp4netns',
        purpose: 'gives workspaces an open network, which is tested as root',
        packages: ['slirp4netns', 'iproute2'],
        // Others cannot have such a network, and their tests want nothing of it.
        isPresent: () => process.getuid?.() !== 0 || ['slirp4netns', 'ip'].every(findCommand)
    },
    sharingFileSystem: {
        name: 'btrfs-progs',
        purpose: 'makes a file system whose files share what is in them, on which snapshots are tested as root',
        packages: ['btrfs-progs'],
        isPresent: () => process.getuid?.() !== 0 || findCommand('mkfs.btrfs') !== undefined
    },
    chromium: {
        name: 'Chromium',
        purpose: 'runs the browser tests',
        packages: ['chromium', 'fonts-liberation', 'fonts-dejavu-core'],
        isPresent: () => findChromium() !== undefined
    }
};

/**
 * Path of a command, or undefined when there is none.
 *
 * @param {string} name
 */
function findCommand(name) {
    return (process.env['PATH'] ?? '')
        .split(path.delimiter)
        .filter(directory => path.isAbsolute(directory))
        .map(directory => path.join(directory, name))
        .find(file => {
            try {
                accessSync(file, constants.X_OK);
                return true;
            } catch {
                return false; // not in this directory
            }
        });
}

/** Path of a Chromium on this machine: the one of `CHROMIUM_PATH`, or the first of the usual names. */
export function findChromium() {
    const chosen = process.env['CHROMIUM_PATH'];
    if (chosen) {
        return chosen;
    }
    return ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'].map(findCommand).find(Boolean);
}

/**
 * Installs the missing ones of some parts where that is possible as it stands: as root, with apt. Answers those that
 * are still missing, each with a sentence that says what to do.
 *
 * @param {readonly Part[]} wanted
 * @returns {Promise<{ part: Part; message: string }[]>}
 */
export async function provide(wanted) {
    const missing = wanted.filter(part => !part.isPresent());
    const apt = findCommand('apt-get');
    if (missing.length > 0 && apt && process.getuid?.() === 0) {
        try {
            await installWithApt(apt, missing);
        } catch (error) {
            if (!(error instanceof StepFailed)) {
                throw error;
            }
            console.error(error.message); // what is still missing is told below
        }
    }
    return missing
        .filter(part => !part.isPresent())
        .map(part => {
            const how = apt
                ? `sudo apt-get install ${part.packages.join(' ')}`
                : `install ${part.packages[0]} with your system's package manager`;
            return { part, message: `${part.name}, which ${part.purpose}, is missing. To install it: ${how}` };
        });
}

/**
 * @param {string} apt
 * @param {readonly Part[]} missing
 */
async function installWithApt(apt, missing) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const options = ['-o', 'DPkg::Lock::Timeout=300', '-o', 'Acquire::Retries=3', '-qq'];
    const packages = missing.flatMap(part => part.packages);
    await runStep({
        name: 'apt-update',
        title: `Installing ${missing.map(part => part.name).join(', ')} with apt…`,
        command: [apt, ...options, 'update'],
        env
    });
    await runStep({
        name: 'apt-install',
        command: [apt, ...options, 'install', '--yes', '--no-install-recommends', ...packages],
        env
    });
}
