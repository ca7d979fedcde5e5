import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { npmSettings } from './npm-settings.mjs';

/** @type {string} */
let directory;

beforeEach(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'npm-settings-'));
});

afterEach(async () => {
    vi.unstubAllEnvs();
    await rm(directory, { recursive: true, force: true });
});

test('are those of the .npmrc that npm reads: registry, cache, proxy, and the certificates it trusts', async () => {
    const authorities = '-----BEGIN CERTIFICATE-----\nnone\n-----END CERTIFICATE-----\n';
    await writeFile(path.join(directory, 'ca.pem'), authorities);
    const lines = {
        registry: 'https://npm.example.org/',
        cache: path.join(directory, 'cache'),
        cafile: path.join(directory, 'ca.pem'),
        'https-proxy': 'http://proxy.example.org:3128/',
        noproxy: 'intern.example.org',
        'strict-ssl': 'false'
    };
    const content = Object.entries(lines).map(([name, value]) => `${name}=${value}\n`);
    await writeFile(path.join(directory, 'npmrc'), content.join(''));
    for (const name of Object.keys(process.env).filter(variable =>
        /^npm_config_|^(https?|no)_proxy$/i.test(variable)
    )) {
        vi.stubEnv(name, undefined);
    }
    vi.stubEnv('npm_config_userconfig', path.join(directory, 'npmrc'));
    expect(await npmSettings()).toMatchObject({
        registry: 'https://npm.example.org/',
        cache: path.join(directory, 'cache', '_cacache'),
        ca: authorities,
        strictSSL: false,
        httpsProxy: 'http://proxy.example.org:3128/',
        noProxy: ['intern.example.org']
    });
});
