import { join } from 'node:path';
import type { WorkspaceId } from '@longtable/common';

/** The places of one workspace on this machine. All but `workspace`, `home` and `run` are the hub's alone. */
export interface Volume {
    readonly id: WorkspaceId;
    /** User and group that the workspace's files and processes belong to. */
    readonly uid: number;
    /** Holds everything that outlives a stop. */
    readonly directory: string;
    /** Holds the one folder of the workspace. */
    readonly workspace: string;
    readonly home: string;
    /** The hub's record of the running sandbox. */
    readonly state: string;
    /** What agent and sandbox wrote to their standard output, since the last start. */
    readonly log: string;
    /** What is gone after a reboot: the three below. */
    readonly sockets: string;
    /** Sockets that the workspace makes. It may put anything else here too: use `dial()`. */
    readonly run: string;
    /** Sockets and files that the hub makes for the workspace, read-only for it. */
    readonly hub: string;
    /** Generated files of `/etc`. */
    readonly etc: string;
}

/** Lays out the places of a workspace. */
export function volumeAt(id: WorkspaceId, uid: number, directory: string, sockets: string): Volume {
    return {
        id,
        uid,
        directory,
        workspace: join(directory, 'workspace'),
        home: join(directory, 'home'),
        state: join(directory, 'sandbox'),
        log: join(directory, 'sandbox', 'log'),
        sockets,
        run: join(sockets, 'run'),
        hub: join(sockets, 'hub'),
        etc: join(sockets, 'etc')
    };
}
