import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { createGunzip } from 'node:zlib';

const run = promisify(execFile);

/** How the server treats a repository. */
export interface RepositoryOptions {
    /** Only this user may read and write it, by Basic authentication. */
    readonly login?: { readonly user: string; readonly password: string };
    /**
     * `hang` takes requests and never answers, `cut` ends the connection in the middle of the pack, `slow` sends the
     * pack in small pieces, `page` answers everything with a web page.
     */
    readonly fault?: 'hang' | 'cut' | 'slow' | 'page';
    /** Branches besides `main`, each with files in a commit on top of it. */
    readonly branches?: Readonly<Record<string, Readonly<Record<string, string>>>>;
    /** Tags of the last commit of `main`. */
    readonly tags?: readonly string[];
    /** Branch that `HEAD` names, whether it exists or not; `main` by default. */
    readonly head?: string;
}

export interface ServedRepository {
    /** Address that `git clone` takes. */
    readonly url: string;
    /** The bare repository on disk. */
    readonly dir: string;
    /** Last commit of `main`; empty when there is none. */
    readonly commit: string;
}

export interface GitServer {
    /** `http://127.0.0.1:<port>` */
    readonly url: string;
    /** Directory that holds the bare repositories. */
    readonly dir: string;
    /** Makes a bare repository with one commit; without files it stays empty. */
    addRepository(
        name: string,
        files: Readonly<Record<string, string | Buffer>>,
        options?: RepositoryOptions
    ): Promise<ServedRepository>;
    dispose(): Promise<void>;
}

/** A random content that does not compress, for repositories that take a while. */
export function bigFile(megabytes: number): Buffer {
    return randomBytes(megabytes * 1024 * 1024);
}

/** A real git server on loopback: smart HTTP by `git http-backend`, for reading and for pushing. */
export async function startGitServer(): Promise<GitServer> {
    const dir = await mkdtemp(join(tmpdir(), 'longtable-git-'));
    const repositories = new Map<string, RepositoryOptions>();
    const server = createServer((request, response) => {
        const name = /^\/([^/?]+)/.exec(request.url ?? '')?.[1] ?? '';
        const options = repositories.get(decodeURIComponent(name));
        if (options === undefined) {
            response.writeHead(404, { 'content-type': 'text/plain' }).end('There is no such repository.\n');
        } else if (options.fault === 'page') {
            response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>A page</title>');
        } else if (options.fault !== 'hang' && mayEnter(request, options, response)) {
            serve(dir, request, response, options);
        }
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (typeof address !== 'object' || address === null) {
        throw new Error('The git server has no address.');
    }
    const url = `http://127.0.0.1:${address.port}`;
    return {
        url,
        dir,
        addRepository: async (name, files, options = {}) => {
            const bare = join(dir, name);
            const commit = await makeRepository(bare, files, options);
            repositories.set(name, options);
            return { url: `${url}/${encodeURIComponent(name)}`, dir: bare, commit };
        },
        dispose: async () => {
            server.closeAllConnections();
            await new Promise(resolve => server.close(resolve));
            await rm(dir, { recursive: true, force: true });
        }
    };
}

function mayEnter(request: IncomingMessage, { login }: RepositoryOptions, response: ServerResponse): boolean {
    if (login === undefined) {
        return true;
    }
    const expected = `Basic ${Buffer.from(`${login.user}:${login.password}`).toString('base64')}`;
    if (request.headers.authorization === expected) {
        return true;
    }
    response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end('A login is needed.\n');
    return false;
}

/** Runs `git http-backend`, a CGI program, for one request. */
function serve(dir: string, request: IncomingMessage, response: ServerResponse, options: RepositoryOptions): void {
    const { pathname, search } = new URL(request.url ?? '/', 'http://localhost');
    const backend = spawn('git', ['http-backend'], {
        env: {
            ...cleanEnvironment(),
            GIT_PROJECT_ROOT: dir,
            GIT_HTTP_EXPORT_ALL: '1',
            GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
            PATH_INFO: decodeURIComponent(pathname),
            QUERY_STRING: search.slice(1),
            REQUEST_METHOD: request.method ?? 'GET',
            CONTENT_TYPE: request.headers['content-type'] ?? '',
            REMOTE_USER: options.login?.user ?? 'somebody',
            REMOTE_ADDR: '127.0.0.1'
        },
        stdio: ['pipe', 'pipe', 'ignore']
    });
    const body = request.headers['content-encoding'] === 'gzip' ? request.pipe(createGunzip()) : request;
    // A backend that has heard enough closes its input; what it answers says whether that was right.
    backend.stdin.on('error', () => undefined);
    body.on('error', () => response.destroy()).pipe(backend.stdin);
    response.on('close', () => backend.kill());

    const isPack = request.method === 'POST' && pathname.endsWith('/git-upload-pack');
    let head = Buffer.alloc(0);
    let headRead = false;
    let sent = 0;
    const pass = (chunk: Buffer) => {
        sent += chunk.length;
        if (isPack && options.fault === 'cut' && sent > 64 * 1024) {
            response.destroy();
            return;
        }
        if (!response.write(chunk) || (isPack && options.fault === 'slow')) {
            backend.stdout.pause();
            const resume = () => backend.stdout.resume();
            if (options.fault === 'slow') {
                setTimeout(resume, 10);
            } else {
                response.once('drain', resume);
            }
        }
    };
    backend.stdout.on('data', (chunk: Buffer) => {
        if (headRead) {
            pass(chunk);
            return;
        }
        head = Buffer.concat([head, chunk]);
        const end = head.indexOf('\r\n\r\n');
        if (end >= 0) {
            headRead = true;
            writeHead(response, head.toString('latin1', 0, end));
            pass(head.subarray(end + 4));
        }
    });
    backend.stdout.on('end', () => response.end());
}

function writeHead(response: ServerResponse, head: string): void {
    let status = 200;
    for (const line of head.split('\r\n')) {
        const [, name = '', value = ''] = /^([^:]+): *(.*)$/.exec(line) ?? [];
        if (name.toLowerCase() === 'status') {
            status = Number.parseInt(value, 10);
        } else if (name !== '') {
            response.setHeader(name, value);
        }
    }
    response.writeHead(status);
}

async function makeRepository(
    bare: string,
    files: Readonly<Record<string, string | Buffer>>,
    options: RepositoryOptions
): Promise<string> {
    const git = async (cwd: string, ...args: string[]) => {
        const identity = [
            '-c',
            'user.name=Git Server',
            '-c',
            'user.email=git@example.org',
            '-c',
            'commit.gpgsign=false'
        ];
        const { stdout } = await run('git', [...identity, ...args], { cwd, env: cleanEnvironment() });
        return stdout.trim();
    };
    await mkdir(bare, { recursive: true });
    await git(bare, 'init', '--quiet', '--bare', `--initial-branch=${options.head ?? 'main'}`);
    await git(bare, 'config', 'http.receivepack', 'true');
    // Hosting services allow this too: a commit may be asked for by its id.
    await git(bare, 'config', 'uploadpack.allowAnySHA1InWant', 'true');
    if (Object.keys(files).length === 0) {
        return '';
    }
    const work = await mkdtemp(join(tmpdir(), 'longtable-git-work-'));
    try {
        await git(work, 'init', '--quiet', '--initial-branch=main');
        await writeFiles(work, files);
        await git(work, 'add', '--all', '--force');
        await git(work, 'commit', '--quiet', '--message', 'First commit');
        for (const tag of options.tags ?? []) {
            await git(work, 'tag', tag);
        }
        for (const [branch, more] of Object.entries(options.branches ?? {})) {
            await git(work, 'checkout', '--quiet', '-b', branch, 'main');
            await writeFiles(work, more);
            await git(work, 'add', '--all', '--force');
            await git(work, 'commit', '--quiet', '--message', `Commit on ${branch}`);
        }
        await git(work, 'push', '--quiet', '--all', bare);
        await git(work, 'push', '--quiet', '--tags', bare);
        return await git(work, 'rev-parse', 'main');
    } finally {
        await rm(work, { recursive: true, force: true });
    }
}

async function writeFiles(directory: string, files: Readonly<Record<string, string | Buffer>>): Promise<void> {
    for (const [path, content] of Object.entries(files)) {
        await mkdir(dirname(join(directory, path)), { recursive: true });
        await writeFile(join(directory, path), content);
    }
}

/** Neither the configuration of this machine nor a hook that runs the tests may change what the server does. */
function cleanEnvironment(): NodeJS.ProcessEnv {
    const entries = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'));
    return { ...Object.fromEntries(entries), GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' };
}
