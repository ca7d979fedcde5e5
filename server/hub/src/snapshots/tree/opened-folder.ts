import { closeSync, constants, fstatSync, lstatSync, openSync, readdirSync, readlinkSync, type Stats } from 'node:fs';

/** Descriptor of the folder that is the working directory. */
let entered: number | undefined;

/**
 * A folder that is open. What is in it is reached through its descriptor, so that somebody who puts a link in the place
 * of a folder meanwhile leads nobody elsewhere: the process goes into it, because a name takes half the time of a path
 * through `/proc`. Names are bytes as latin1. Everything here waits for the disk; it is for processes of their own.
 */
export class OpenedFolder {
    private constructor(
        private readonly descriptor: number,
        readonly stat: Stats
    ) {}

    /** Opens a folder whose path nobody but us can change. */
    static at(path: string): OpenedFolder {
        return new OpenedFolder(...open(path, constants.O_DIRECTORY));
    }

    /** What is in it, in order of the names. Something that has gone meanwhile is left out. */
    list(): readonly { readonly name: string; readonly stat: Stats }[] {
        return readdirSync(this.place('.'), { encoding: 'latin1' })
            .sort()
            .flatMap(name => {
                const stat = this.look(name);
                return stat === undefined ? [] : [{ name, stat }];
            });
    }

    /** What a name in it stands for; undefined for nothing. */
    look(name: string): Stats | undefined {
        return lstatSync(this.place(name), { throwIfNoEntry: false });
    }

    /** Opens a folder in it; undefined when it has become something else or lies on another file system. */
    folder(name: string): OpenedFolder | undefined {
        const opened = attempt(() => open(this.place(name), constants.O_DIRECTORY));
        if (opened === undefined) {
            return undefined;
        }
        const folder = new OpenedFolder(...opened);
        if (folder.stat.dev !== this.stat.dev) {
            folder.close();
            return undefined;
        }
        return folder;
    }

    /** Opens a file in it for reading; undefined when it has become something else. The caller closes the descriptor. */
    file(name: string, expected: Stats): { readonly descriptor: number; readonly stat: Stats } | undefined {
        // Without waiting, in case a pipe has taken its place.
        const opened = attempt(() => open(this.place(name), constants.O_NONBLOCK));
        if (opened === undefined) {
            return undefined;
        }
        const [descriptor, stat] = opened;
        if (!stat.isFile() || stat.ino !== expected.ino || stat.dev !== expected.dev) {
            closeSync(descriptor);
            return undefined;
        }
        return { descriptor, stat };
    }

    link(name: string): string | undefined {
        return attempt(() => readlinkSync(this.place(name), { encoding: 'latin1' }));
    }

    close(): void {
        if (entered === this.descriptor) {
            process.chdir('/');
            entered = undefined;
        }
        closeSync(this.descriptor);
    }

    private place(name: string): Buffer {
        if (entered !== this.descriptor) {
            process.chdir(`/proc/self/fd/${this.descriptor}`);
            entered = this.descriptor;
        }
        return Buffer.from(name, 'latin1');
    }
}

function open(path: string | Buffer, flags: number): [descriptor: number, stat: Stats] {
    const descriptor = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | flags);
    return [descriptor, fstatSync(descriptor)];
}

/** What has gone or changed its kind between a look and a grasp is nothing unusual in a folder that people work in. */
function attempt<T>(act: () => T): T | undefined {
    try {
        return act();
    } catch (error) {
        const { code = '' } = error as NodeJS.ErrnoException;
        if (['ENOENT', 'ENOTDIR', 'ELOOP', 'EINVAL', 'ENXIO'].includes(code)) {
            return undefined;
        }
        throw error;
    }
}
