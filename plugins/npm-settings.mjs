import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

/**
 * The settings of npm that a download needs, as npm itself reads them: from the environment and from the `.npmrc` of the
 * project, the user and the machine. What installs the packages then also fetches what pacote is asked for, behind a proxy
 * with a certificate of its own, say. Tokens for registries are not among them, because npm shows them to nobody.
 */
export async function npmSettings() {
    const node = process.env['npm_node_execpath'] ?? process.execPath;
    const npm = process.env['npm_execpath'];
    const [command = 'npm', ...args] = npm?.endsWith('.js') ? [node, npm] : ['npm'];
    const { stdout } = await promisify(execFile)(command, [...args, 'config', 'list', '--json'], {
        maxBuffer: 16 * 1024 * 1024
    });
    /** @type {Record<string, any>} */
    const config = JSON.parse(stdout);
    return {
        registry: config['registry'],
        cache: path.join(config['cache'], '_cacache'),
        ca: config['cafile'] ? await readFile(config['cafile'], 'utf8') : config['ca'],
        strictSSL: config['strict-ssl'],
        proxy: config['proxy'],
        httpsProxy: config['https-proxy'],
        noProxy: config['noproxy']
    };
}
