import { CONTROL_PATHS, People, type PresentPerson, type WorkspaceId } from '@longtable/common';
import type { Logger } from 'pino';
import type { Assertions } from '../identity/assertions.js';
import type { Runtime } from '../runtime/runtime.js';
import type { Rights } from '../sharing/rights.js';
import type { Store, WorkspaceRecord } from '../store/store.js';
import { followLines, type AgentSubscription } from '../workspaces/agent-client.js';
import type { WorkspaceRecords } from '../workspaces/workspace-records.js';
import type { Presence } from './presence.js';

/** Pauses before the connection to an agent is tried again, in milliseconds. */
const RECONNECT_PAUSES = [300, 1000, 5000] as const;

/** Room for some hundred people, in characters. */
const LONGEST_LINE = 1024 * 1024;

interface Following {
    subscription: AgentSubscription | undefined;
    timer: NodeJS.Timeout | undefined;
    failures: number;
}

/** Asks the agent of every running workspace who is inside, for as long as it runs. */
export class PresenceFollower {
    private readonly following = new Map<WorkspaceId, Following>();
    private readonly changes: { dispose(): void };

    constructor(
        private readonly options: {
            readonly store: Store;
            readonly records: WorkspaceRecords;
            readonly rights: Rights;
            readonly runtime: Runtime;
            readonly assertions: Assertions;
            readonly presence: Presence;
            readonly logger: Logger;
        }
    ) {
        this.changes = options.records.onChange({
            changed: record => {
                this.look(record);
            },
            removed: record => {
                this.stop(record.id);
            }
        });
    }

    /** Follows a workspace if it runs, and does not if it does not. */
    look({ id, status }: WorkspaceRecord): void {
        if (status !== 'running') {
            this.stop(id);
        } else if (!this.following.has(id)) {
            const following: Following = { subscription: undefined, timer: undefined, failures: 0 };
            this.following.set(id, following);
            this.connect(id, following);
        }
    }

    dispose(): void {
        this.changes.dispose();
        for (const { subscription, timer } of this.following.values()) {
            subscription?.dispose();
            clearTimeout(timer);
        }
        this.following.clear();
    }

    private connect(id: WorkspaceId, following: Following): void {
        const { runtime, assertions, presence, logger } = this.options;
        following.subscription = followLines(
            { runtime, assertions, id, path: CONTROL_PATHS.presence, longestLine: LONGEST_LINE },
            async line => {
                following.failures = 0;
                const people = await this.believe(id, People.parse(line).people);
                if (this.following.get(id) === following) {
                    presence.set(id, people);
                }
            },
            error => {
                logger.debug({ err: error, workspace: id }, 'connection for presence ended');
                // Nobody is known to be inside until the agent says so again; who comes back in time has not left.
                presence.set(id, []);
                const pause = RECONNECT_PAUSES[Math.min(following.failures, RECONNECT_PAUSES.length - 1)];
                following.failures++;
                following.timer = setTimeout(() => {
                    this.connect(id, following);
                }, pause);
            }
        );
    }

    /**
     * The agent is inside the workspace, where others might answer in its place: nobody counts as present without a
     * right to be, and who they are comes from the hub's own records.
     */
    private async believe(id: WorkspaceId, told: readonly PresentPerson[]): Promise<PresentPerson[]> {
        const { store, rights } = this.options;
        const record = await store.workspaces.get(id);
        const people = new Map<string, PresentPerson>();
        for (const { tabs, activity, location, userId } of told) {
            const user = await store.users.get(userId);
            const role = record === undefined ? undefined : await rights.roleIn(record, userId);
            if (user !== undefined && role !== undefined) {
                people.set(userId, {
                    userId,
                    name: user.name,
                    ...(user.avatar === undefined ? {} : { avatar: user.avatar }),
                    role,
                    tabs,
                    activity,
                    ...(location === undefined ? {} : { location })
                });
            }
        }
        return [...people.values()];
    }

    private stop(id: WorkspaceId): void {
        const following = this.following.get(id);
        if (following !== undefined) {
            this.following.delete(id);
            following.subscription?.dispose();
            clearTimeout(following.timer);
            this.options.presence.clear(id);
        }
    }
}
