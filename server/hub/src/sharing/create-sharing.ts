import type { Logger } from 'pino';
import type { OpenConnections } from '../gateway/open-connections.js';
import type { Presence } from '../presence/presence.js';
import type { Store } from '../store/store.js';
import { SerialQueue } from '../workspaces/serial-queue.js';
import type { WorkspaceRecords } from '../workspaces/workspace-records.js';
import { AuditTrail } from './audit-trail.js';
import { EventStreams } from './event-streams.js';
import { Joining } from './joining.js';
import { Members } from './members.js';
import { Rights } from './rights.js';
import { ShareLinks } from './share-links.js';
import { Sharing } from './sharing.js';
import { SharingChanges } from './sharing-changes.js';

/** What has run out of time is closed within this many milliseconds. Often rather than exactly: clocks are set. */
const EXPIRY_INTERVAL = 1000;

export interface CreateSharingOptions {
    readonly store: Store;
    readonly records: WorkspaceRecords;
    readonly connections: OpenConnections;
    readonly presence: Presence;
    readonly secret: string;
    readonly hubUrl: string;
    readonly logger: Logger;
}

/** Puts the parts of sharing together and lets them act on open connections and write down who comes and goes. */
export function createSharing(options: CreateSharingOptions) {
    const { store, records, connections, presence, logger } = options;
    const rights = new Rights(store);
    const audit = new AuditTrail(store);
    const changes = new SharingChanges();
    const links = new ShareLinks(options.secret, options.hubUrl);
    const queue = new SerialQueue<Parameters<Rights['shareOf']>[0]>();
    const context = { store, records, rights, links, audit, changes, queue };
    const members = new Members(context);
    const joining = new Joining(context);
    const sharing = new Sharing(context, members, joining);
    const events = new EventStreams({ rights, links, joining, changes });
    const disposables = [
        changes.on({
            ended: ({ id }, userId, message) => {
                connections.close(one => one.workspaceId === id && one.userId === userId, { type: 'ended', message });
            },
            roleChanged: ({ id }, userId, role, by) => {
                connections.close(one => one.workspaceId === id && one.userId === userId, { type: 'role', role, by });
            }
        }),
        presence.on({
            joined: (id, { userId, name }) => {
                const from = connections.addressOf(id, userId);
                audit.note(id, 'joined', { user: { id: userId, name }, from }).catch(report);
            },
            left: (id, { userId, name }) => {
                audit.note(id, 'left', { user: { id: userId, name } }).catch(report);
            }
        }),
        events
    ];
    const expiry = setInterval(() => {
        sharing.endExpired().catch((error: unknown) => {
            logger.error({ err: error }, 'what has run out of time was not ended');
        });
    }, EXPIRY_INTERVAL);

    function report(error: unknown): void {
        logger.error({ err: error }, 'coming or going was not written down');
    }

    return {
        rights,
        audit,
        changes,
        members,
        joining,
        sharing,
        events,
        dispose: async () => {
            clearInterval(expiry);
            for (const disposable of disposables) {
                disposable.dispose();
            }
            await queue.idle();
        }
    };
}
