import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from '@longtable/e2e/hub-process';

const root = path.resolve(import.meta.dirname, '../..');
/** Below the root, so that Theia's packages are found in its node_modules. */
const directory = path.join(root, '.build/stock-theia');

interface Manifest {
    readonly dependencies: Readonly<Record<string, string>>;
    readonly devDependencies: Readonly<Record<string, string>>;
}

/** Theia as it comes: the same packages and extensions as our IDE without anything of ours, run as its makers show. */
export class StockTheia {
    private constructor(
        readonly url: string,
        private readonly process: ChildProcess,
        private readonly home: string
    ) {}

    /** Builds it unless that has been done, and starts it on a folder. */
    static async start(folder: string): Promise<StockTheia> {
        await build();
        const port = await freePort();
        const home = path.join(directory, `home-${String(port)}`);
        await mkdir(path.join(home, '.theia'), { recursive: true });
        // Its question whether the folder is trusted would lie over the page; ours does not ask it either.
        await writeFile(path.join(home, '.theia/settings.json'), '{ "security.workspace.trust.enabled": false }\n');
        const theia = spawn(
            process.execPath,
            [
                path.join(directory, 'lib/backend/main.js'),
                folder,
                `--port=${String(port)}`,
                '--hostname=127.0.0.1',
                `--plugins=local-dir:${path.join(root, 'plugins/built-in')}`
            ],
            { cwd: directory, env: { PATH: process.env['PATH'], HOME: home }, stdio: 'ignore' }
        );
        process.once('exit', () => theia.kill('SIGKILL'));
        const url = `http://127.0.0.1:${String(port)}/`;
        for (let attempt = 0; attempt < 600; attempt++) {
            const answered = await fetch(url).then(
                response => response.ok,
                () => false
            );
            if (answered) {
                return new StockTheia(url, theia, home);
            }
            await delay(100);
        }
        theia.kill();
        throw new Error('Stock Theia did not start.');
    }

    async dispose(): Promise<void> {
        this.process.kill('SIGKILL');
        await rm(this.home, { recursive: true, force: true });
    }
}

async function build(): Promise<void> {
    const manifest = JSON.parse(await readFile(path.join(root, 'server/ide/package.json'), 'utf8')) as Manifest;
    const stock = {
        name: 'stock-theia',
        version: '0.0.0',
        private: true,
        dependencies: Object.fromEntries(
            Object.entries(manifest.dependencies).filter(([name]) => name.startsWith('@theia/'))
        ),
        devDependencies: manifest.devDependencies,
        theia: { target: 'browser', frontend: { config: { applicationName: 'Theia' } } }
    };
    const text = `${JSON.stringify(stock, undefined, 4)}\n`;
    const file = path.join(directory, 'package.json');
    if (existsSync(path.join(directory, 'lib/backend/main.js')) && (await readFile(file, 'utf8')) === text) {
        return;
    }
    console.log('Building stock Theia to compare with (once)…');
    await rm(directory, { recursive: true, force: true });
    await mkdir(directory, { recursive: true });
    await writeFile(file, text);
    await promisify(execFile)(path.join(root, 'node_modules/.bin/theia'), ['build', '--mode', 'production'], {
        cwd: directory,
        maxBuffer: 64 * 1024 * 1024
    });
}
