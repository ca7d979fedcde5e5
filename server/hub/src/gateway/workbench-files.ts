import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import sirv from 'sirv';
import { z } from 'zod';

const Build = z.object({ id: z.string().regex(/^[A-Za-z0-9_-]+$/), files: z.array(z.string()) });

/** Stands in the built page for the address of the static files, which only the hub knows. */
const PLACEHOLDER = '{{STATIC}}';

type Next = () => void;

/**
 * The workbench's static files, as built. Those that may come from another origin have one address for all
 * workspaces, so that a browser that has opened one workspace has them for the next.
 */
export class WorkbenchFiles {
    private readonly files: ReadonlySet<string>;
    private readonly immutable: (request: IncomingMessage, response: ServerResponse, next?: Next) => void;
    private readonly onOwnOrigin: (request: IncomingMessage, response: ServerResponse, next?: Next) => void;
    private readonly webview: (request: IncomingMessage, response: ServerResponse, next?: Next) => void;

    private constructor(
        private readonly build: z.infer<typeof Build>,
        /** The page of every workspace. */
        readonly index: string,
        directory: string
    ) {
        this.files = new Set(build.files);
        const precompressed = { brotli: true, gzip: true, etag: true };
        this.immutable = sirv(join(directory, 'frontend'), {
            ...precompressed,
            immutable: true,
            maxAge: 365 * 24 * 60 * 60,
            setHeaders: response => {
                response.setHeader('Access-Control-Allow-Origin', '*');
                response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
                response.setHeader('Timing-Allow-Origin', '*');
            }
        });
        this.onOwnOrigin = sirv(join(directory, 'frontend'), { ...precompressed, maxAge: 0 });
        this.webview = sirv(join(directory, 'webview'), {
            ...precompressed,
            maxAge: 0,
            setHeaders: response => {
                response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
            }
        });
    }

    /** Reads the build in a directory: `build.json`, `frontend/` and `webview/`. */
    static async load(directory: string, hubUrl: string): Promise<WorkbenchFiles> {
        const build = Build.parse(JSON.parse(await readFile(join(directory, 'build.json'), 'utf8')));
        const page = await readFile(join(directory, 'frontend', 'index.html'), 'utf8');
        return new WorkbenchFiles(build, page.replaceAll(PLACEHOLDER, `${hubUrl}/static/${build.id}`), directory);
    }

    /** Answers `/static/<build>/…` on the hub's origin. */
    serveStatic(request: IncomingMessage, response: ServerResponse, next: Next): void {
        const prefix = `/static/${this.build.id}/`;
        if (request.url?.startsWith(prefix) !== true) {
            next();
            return;
        }
        request.url = request.url.slice(prefix.length - 1);
        this.immutable(request, response, next);
    }

    /** Whether a path on a workspace's origin is one of the workbench's own files, such as a worker's script. */
    has(path: string): boolean {
        return this.files.has(path.slice(1));
    }

    serveOnOwnOrigin(request: IncomingMessage, response: ServerResponse, next: Next): void {
        this.onOwnOrigin(request, response, next);
    }

    /** Answers `/webview/…` on the origin of a webview: the frame into which an extension's page is put. */
    serveWebview(request: IncomingMessage, response: ServerResponse, next: Next): void {
        if (request.url?.startsWith('/webview/') !== true) {
            next();
            return;
        }
        request.url = request.url.slice('/webview'.length);
        this.webview(request, response, next);
    }
}
