import { once } from 'node:events';
import { mkdir, readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { build } from 'esbuild';

const root = path.resolve(import.meta.dirname, '../../..');
const directory = path.join(root, '.build/bare-monaco');

const ENTRY = `
import * as monaco from '@theia/monaco-editor-core/esm/vs/editor/editor.main.js';
self.MonacoEnvironment = { getWorker: () => new Worker(URL.createObjectURL(new Blob([''], { type: 'text/javascript' }))) };
const parameters = new URLSearchParams(location.search);
const value = parameters.get('text');
// Its worker, which would suggest words, is none: see the settings of the workspace.
const editor = monaco.editor.create(document.getElementById('editor'), { value, language: 'plaintext', automaticLayout: true, wordBasedSuggestions: 'off' });
const relay = parameters.get('relay');
if (relay !== null) {
    const socket = new WebSocket(relay);
    let receiving = false;
    editor.onDidChangeModelContent(({ changes }) => {
        if (!receiving) {
            socket.send(JSON.stringify(changes));
        }
    });
    socket.addEventListener('message', ({ data }) => {
        receiving = true;
        editor.getModel().applyEdits(JSON.parse(data));
        receiving = false;
    });
}
`;

const PAGE = `<!doctype html><html><head><link rel="stylesheet" href="/page.css"></head>
<body style="margin:0"><div id="editor" style="height:100vh"></div><script src="/page.js"></script></body></html>`;

/** The editor that the workbench is made around, alone on a page. */
export class BareMonaco {
    private constructor(private readonly server: Server) {}

    static async start(): Promise<BareMonaco> {
        await mkdir(directory, { recursive: true });
        await build({
            stdin: { contents: ENTRY, resolveDir: import.meta.dirname },
            outfile: path.join(directory, 'page.js'),
            bundle: true,
            minify: true,
            format: 'iife',
            loader: { '.ttf': 'dataurl' },
            logLevel: 'error'
        });
        const files = new Map<string, Buffer>(
            await Promise.all(
                (['page.js', 'page.css'] as const).map(
                    async name => [`/${name}`, await readFile(path.join(directory, name))] as const
                )
            )
        );
        const server = createServer(({ url = '' }, response) => {
            const type = url.endsWith('.js') ? 'text/javascript' : url.endsWith('.css') ? 'text/css' : 'text/html';
            response.setHeader('content-type', `${type}; charset=utf-8`).end(files.get(url) ?? PAGE);
        });
        server.listen(0, '127.0.0.1');
        await once(server, 'listening');
        return new BareMonaco(server);
    }

    /** With the address of a WebSocket relay, what is typed there is typed in every other page of it, by one person at a time. */
    urlWith(text: string, relay?: string): string {
        const { port } = this.server.address() as AddressInfo;
        const parameters = new URLSearchParams({ text, ...(relay === undefined ? {} : { relay }) });
        return `http://127.0.0.1:${String(port)}/?${parameters.toString()}`;
    }

    dispose(): void {
        this.server.close();
        this.server.closeAllConnections();
    }
}
