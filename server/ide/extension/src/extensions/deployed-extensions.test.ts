import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { request } from 'node:http';
import path from 'node:path';
import { ASSERTION_HEADER, DEPLOYED_EXTENSIONS_PATH, DeployedExtensions } from '@longtable/common';
import { PluginIdentifiers } from '@theia/plugin-ext/lib/common/plugin-identifiers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cp } from 'node:fs/promises';
import { BackendProcess, HOST, person } from '../testing/backend-process';
import { FrontendConnection } from '../testing/frontend-connection';
import { writeExtension } from '../testing/extension';

/** Some of what ships with every workspace: with a language, grammars, texts to translate, and a program. */
const BUILT_IN = ['json', 'json-language-features', 'theme-defaults', 'merge-conflict'];
const plugins = path.resolve(__dirname, '../../../../../plugins/built-in');

let backend: BackendProcess;
beforeAll(async () => {
    backend = await BackendProcess.start(async directory => {
        await writeExtension(path.join(directory, 'plugins'), 'here');
        for (const name of BUILT_IN) {
            await cp(path.join(plugins, name), path.join(directory, 'plugins', name), { recursive: true });
        }
    });
});
afterAll(() => backend[Symbol.asyncDispose]());

async function get(headers: Record<string, string>, role = 'owner') {
    const assertion = await backend.sign(person({ role }));
    return new Promise<{ status: number; headers: Record<string, unknown>; body: Buffer }>((resolve, reject) => {
        request(
            {
                socketPath: backend.socket,
                path: DEPLOYED_EXTENSIONS_PATH,
                headers: { host: HOST, [ASSERTION_HEADER]: assertion, ...headers }
            },
            response => {
                const chunks: Buffer[] = [];
                response.on('data', (chunk: Buffer) => chunks.push(chunk));
                response.on('end', () =>
                    resolve({
                        status: response.statusCode ?? 0,
                        headers: response.headers,
                        body: Buffer.concat(chunks)
                    })
                );
            }
        )
            .on('error', reject)
            .end();
    });
}

test('extensions are described by HTTP exactly as over a connection', async () => {
    const { status, body } = await get({});
    expect(status).toBe(200);
    const { language, extensions } = DeployedExtensions.parse(JSON.parse(body.toString()));
    expect(language).toBe('en');
    expect(extensions).toHaveLength(BUILT_IN.length + 1);

    const connection = await FrontendConnection.open(backend, await backend.sign(person()), 'ada');
    await connection.connect();
    const ids = extensions.map(({ metadata: { model } }) => PluginIdentifiers.componentsToVersionedId(model));
    const told = await connection.call('/services/hostedPlugin', 'getDeployedPlugins', ids);
    connection[Symbol.dispose]();
    expect(extensions).toEqual(told);
});

test('they come compressed for whoever understands that, and not again as long as nothing has changed', async () => {
    const plain = await get({});
    const brotli = await get({ 'accept-encoding': 'gzip, br' });
    const zipped = await get({ 'accept-encoding': 'gzip' });
    expect([brotli.headers['content-encoding'], zipped.headers['content-encoding']]).toEqual(['br', 'gzip']);
    expect(brotliDecompressSync(brotli.body).equals(plain.body)).toBe(true);
    expect(gunzipSync(zipped.body).equals(plain.body)).toBe(true);
    expect(plain.headers['cache-control']).toBe('private, no-cache');

    const again = await get({ 'if-none-match': String(plain.headers['etag']) });
    expect([again.status, again.body.length]).toEqual([304, 0]);
    const other = await get({ 'if-none-match': '"another"' });
    expect(other.status).toBe(200);
});

test('who may view is told of them as well (IDE-6)', async () => {
    expect((await get({}, 'viewer')).status).toBe(200);
    const answer = await backend.request(DEPLOYED_EXTENSIONS_PATH);
    expect(answer.status).toBe(401);
    const changed = await backend.request(
        DEPLOYED_EXTENSIONS_PATH,
        await backend.sign(person({ role: 'viewer' })),
        {},
        'POST'
    );
    expect(changed.status).toBe(403);
});
