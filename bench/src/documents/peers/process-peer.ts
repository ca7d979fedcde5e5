import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Peer } from '../peer.ts';
import { ServerProcess } from '../server-process.ts';
import { createByTyping } from '../create-by-typing.ts';
import { joined, type SocketMember } from './socket-member.ts';

/** Starts a server of `servers/` on a unix socket; members come to `/<document>` on it. */
export async function startProcessPeer(
    name: string,
    script: string,
    memberAt: (address: string, document: string) => SocketMember
): Promise<Peer> {
    const directory = await mkdtemp(path.join(tmpdir(), 'longtable-bench-'));
    const socket = path.join(directory, 'server.sock');
    const server = await ServerProcess.start(path.join(import.meta.dirname, '../servers', script), [socket]);
    const join = (document: string) => joined(memberAt(`ws+unix:${socket}:/${document}`, document));
    return {
        name,
        processes: [server.pid],
        inspector: server.inspector,
        join,
        create: (document, text) => createByTyping(join, document, text),
        dispose: async () => {
            await server.dispose();
            await rm(directory, { recursive: true, force: true });
        }
    };
}
