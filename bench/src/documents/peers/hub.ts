import { readdir, readFile } from 'node:fs/promises';
import { DOCUMENTS_PATH } from '@longtable/common/documents';
import type { HubSession } from '../../hub-session.ts';
import type { Peer } from '../peer.ts';
import { ReplicaMember } from './replica-member.ts';
import { connect, joined } from './socket-member.ts';

/**
 * The way that browsers take: over TCP to a hub, and through it to the agent in its sandbox. A document is one of
 * `files`, which the repository of the session holds.
 */
export async function startHub(session: HubSession, files: readonly string[]): Promise<Peer> {
    const { id } = await session.create();
    const cookie = await session.enter(id);
    const { port } = new URL(session.hub.url);
    const host = `${id}.localhost:${port}`;
    const free = [...files];
    const taken = new Map<string, string>();
    return {
        name: 'Longtable hub + agent',
        processes: [session.hub.pid ?? 0, await agentIn(session.dataDirectory)],
        inspector: undefined,
        create: () => Promise.reject(new Error('Documents of a hub are files of its repository.')),
        join: document => {
            const file = taken.get(document) ?? free.shift() ?? '';
            taken.set(document, file);
            const socket = connect(`ws://127.0.0.1:${port}${DOCUMENTS_PATH}`, {
                headers: { host, cookie, origin: `http://${host}` }
            });
            return joined(new ReplicaMember(socket, file));
        },
        dispose: () => session.remove(id)
    };
}

/** The agent whose sandbox has a directory of the hub's data mounted. */
async function agentIn(dataDirectory: string): Promise<number> {
    for (const entry of (await readdir('/proc')).filter(name => /^\d+$/.test(name))) {
        const command = await readFile(`/proc/${entry}/cmdline`, 'utf8').catch(() => '');
        const mounts = await readFile(`/proc/${entry}/mountinfo`, 'utf8').catch(() => '');
        if (/^[^\0]*\/node\0[^\0]*\/agent\.mjs\0$/.test(command) && mounts.includes(dataDirectory)) {
            return Number(entry);
        }
    }
    throw new Error('The agent of the workspace was not found.');
}
