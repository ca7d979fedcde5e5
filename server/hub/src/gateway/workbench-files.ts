import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import sirv from 'sirv';
import { z } from 'zod';

/** What the build of the IDE says of itself in `build.json`. */
const Build = z.object({
    id: z.string().regex(/^[A-Za-z0-9_-]+$/),
    /** Documents: files that hold the placeholder. */
    pages: z.array(z.string()),
    files: z.record(z.string(), z.unknown())
});

/** Stands in the built pages for the address of the static files, which only the hub knows. */
const PLACEHOLDER = '{{STATIC}}';

type Next = () => void;

/**
 * The workbench's static files, as built. Those that may come from another origin have one address for all
 * workspaces, so that a browser that has opened one workspace has them for the next.
 */
export class WorkbenchFiles {
    private readonly immutable: (request: IncomingMessage, response: ServerResponse, next?: Next) => void;
    private readonly onOwnOrigin: (request: IncomingMessage, response: ServerResponse, next?: Next) => void;
    private readonly webview: (request: IncomingMessage, response: ServerResponse, next?: Next) => void;

    private constructor(
        private readonly build: z.infer<typeof Build>,
        private readonly pages: ReadonlyMap<string, string>,
        private readonly staticUrl: string,
        directory: string
    ) {
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
        const staticUrl = `${hubUrl}/static/${build.id}`;
        const pages = new Map<string, string>();
        for (const name of build.pages) {
            const text = await readFile(join(directory, 'frontend', name), 'utf8');
            pages.set(`/${name}`, text.replaceAll(PLACEHOLDER, staticUrl));
        }
        return new WorkbenchFiles(build, pages, staticUrl, directory);
    }

    /** The document at a path on a workspace's origin, such as the workbench itself at `/`. */
    page(path: string): string | undefined {
        return this.pages.get(path === '/' ? '/index.html' : path);
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

    /** Answers `/favicon.ico`, which browsers ask for beside whatever names no icon; false when a request is not for that. */
    serveIcon(request: IncomingMessage, response: ServerResponse): boolean {
        if (request.url !== '/favicon.ico' || !Object.hasOwn(this.build.files, 'favicon.svg')) {
            return false;
        }
        response.writeHead(302, { location: `${this.staticUrl}/favicon.svg`, 'cache-control': 'max-age=3600' }).end();
        return true;
    }

    /** Whether a path on a workspace's origin is one of the workbench's own files, such as a worker's script. */
    has(path: string): boolean {
        return Object.hasOwn(this.build.files, path.slice(1)) && !this.pages.has(path);
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
