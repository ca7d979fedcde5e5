import type { DeployedExtensions } from '@longtable/common';
import type {
    DeployedPlugin,
    HostedPluginServer,
    PluginIdentifiers
} from '@theia/plugin-ext/lib/common/plugin-protocol';
import { expect, test } from 'vitest';
import { withEarlyExtensions } from './theia-hosted-plugin-server-override';

type Ids = PluginIdentifiers.VersionedId[];

function extension(name: string, from: string) {
    return { from, metadata: { model: { publisher: 'Vscode', name, version: '1.0.0' } } };
}

function server() {
    const asked: Ids[] = [];
    const hosted = {
        getDeployedPlugins: (ids: Ids) => {
            asked.push(ids);
            return Promise.resolve(ids.map(id => extension(/\.(.*)@/.exec(id)?.[1] ?? '', 'connection')));
        },
        getExtPluginAPI: () => Promise.resolve(['api'])
    } as unknown as HostedPluginServer;
    return { hosted, asked };
}

const early: DeployedExtensions = { language: 'en', extensions: [extension('git', 'page'), extension('gone', 'page')] };
const ids: Ids = ['vscode.css@1.0.0', 'vscode.git@1.0.0'];
const sources = (found: readonly DeployedPlugin[]) =>
    found.map(one => `${one.metadata.model.name} by ${(one as unknown as { from: string }).from}`).sort();

test('extensions come from what the page has fetched, and the others over the connection', async () => {
    const { hosted, asked } = server();
    const found = await withEarlyExtensions(hosted, () => Promise.resolve(early), 'en').getDeployedPlugins(ids);
    expect(sources(found)).toEqual(['css by connection', 'git by page']);
    expect(asked).toEqual([['vscode.css@1.0.0']]);
});

test('texts in another language are not taken, nor is anything missed when nothing was fetched', async () => {
    for (const [answer, language] of [
        [early, 'de'],
        [undefined, 'en']
    ] as const) {
        const { hosted, asked } = server();
        const found = await withEarlyExtensions(hosted, () => Promise.resolve(answer), language).getDeployedPlugins(
            ids
        );
        expect(sources(found)).toEqual(['css by connection', 'git by connection']);
        expect(asked).toEqual([ids]);
    }
});

test('everything else of the server is as it was', async () => {
    const { hosted } = server();
    expect(await withEarlyExtensions(hosted, () => Promise.resolve(early), 'en').getExtPluginAPI()).toEqual(['api']);
});
