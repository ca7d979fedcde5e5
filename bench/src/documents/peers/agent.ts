import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
    AGENT_CONFIGURATION_VARIABLE,
    ASSERTION_HEADER,
    signAssertion,
    UserId,
    WorkspaceId,
    type AgentConfiguration
} from '@longtable/common';
import { DOCUMENTS_PATH } from '@longtable/common/documents';
import { exportJWK, generateKeyPair } from 'jose';
import type { Peer } from '../peer.ts';
import { ServerProcess } from '../server-process.ts';
import { ReplicaMember } from './replica-member.ts';
import { connect, joined } from './socket-member.ts';

const builtAgent = path.resolve(import.meta.dirname, '../../../../server/agent/dist/agent.mjs');

/** In place of an IDE, which has no part in documents. */
const IDE = `import { createServer } from 'node:net';
createServer().listen(process.env.LONGTABLE_IDE_SOCKET, () => process.send({ type: 'listening' }));`;

/** Our agent as it is in every workspace, each client a person of its own, with journals and files on disk. */
export async function startAgent(bundle = builtAgent): Promise<Peer> {
    const directory = await mkdtemp(path.join(tmpdir(), 'longtable-bench-'));
    const at = (...names: string[]) => path.join(directory, ...names);
    const folder = at('root', 'demo');
    await mkdir(folder, { recursive: true });
    await mkdir(at('home'));
    await writeFile(at('ide.mjs'), IDE);
    const { publicKey, privateKey } = await generateKeyPair('EdDSA', { extractable: true });
    const workspaceId = WorkspaceId.parse('benchbench');
    const socket = at('agent.sock');
    const configuration: AgentConfiguration = {
        workspaceId,
        root: at('root'),
        folder: 'demo',
        home: at('home'),
        sockets: { agent: socket, ide: at('ide.sock') },
        forwards: [],
        publicKey: { ...(await exportJWK(publicKey)) },
        ide: {
            node: process.execPath,
            main: at('ide.mjs'),
            plugins: at('plugins'),
            hosts: ['bench.example.org'],
            webviewEndpoint: '{{uuid}}--webview--bench.example.org'
        },
        git: { name: 'Bench', email: 'bench@example.org' }
    };
    await writeFile(at('agent.json'), JSON.stringify(configuration));
    const environment = { PATH: process.env['PATH'], [AGENT_CONFIGURATION_VARIABLE]: at('agent.json') };
    const server = await ServerProcess.start(bundle, [], environment, () =>
        stat(socket).then(
            () => true,
            () => false
        )
    );
    let people = 0;
    return {
        name: 'Longtable agent',
        processes: [server.pid],
        inspector: server.inspector,
        create: async (document, text) => {
            await writeFile(path.join(folder, document), text);
            return undefined;
        },
        join: async document => {
            await writeFile(path.join(folder, document), '', { flag: 'a' });
            const userId = UserId.parse(`person-${String(++people)}`);
            const identity = { kind: 'person', userId, name: `Person ${String(people)}`, role: 'editor' } as const;
            const assertion = await signAssertion(identity, workspaceId, privateKey);
            const webSocket = connect(`ws+unix:${socket}:${DOCUMENTS_PATH}`, {
                headers: { [ASSERTION_HEADER]: assertion }
            });
            return joined(new ReplicaMember(webSocket, document));
        },
        dispose: async () => {
            // In order, so that it ends the stand-in too.
            await server.dispose('SIGTERM');
            await rm(directory, { recursive: true, force: true });
        }
    };
}
