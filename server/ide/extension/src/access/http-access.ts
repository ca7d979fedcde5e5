import type { IncomingMessage } from 'node:http';
import { can, DEPLOYED_EXTENSIONS_PATH, OWN_TERMINALS_PATH, type Capability, type Person } from '@longtable/common';
import { viewingOnly } from './refusal';

/** Every HTTP route of the backend and the capability it needs. What is not listed needs `edit`. */
export const httpAccess: Readonly<Record<string, Capability>> = {
    'GET *.js': 'edit',
    'GET *.js.map': 'edit',
    'GET *.css': 'edit',
    'GET *.wasm': 'edit',
    'GET *.gif': 'edit',
    'GET *.png': 'edit',
    'GET *.svg': 'edit',
    'GET *.eot': 'edit',
    'GET *.ttf': 'edit',
    'GET *.woff': 'edit',
    'GET *.woff2': 'edit',
    'GET /files/download': 'edit',
    'GET /files/': 'edit',
    'PUT /files/': 'edit',
    'GET /file': 'edit',
    'GET /mcp/oauth/callback': 'edit',
    'GET /hostedPlugin/:pluginId/:path(*)': 'read',
    'POST /file-upload': 'edit',
    [`GET ${DEPLOYED_EXTENSIONS_PATH}`]: 'read',
    [`GET ${OWN_TERMINALS_PATH}`]: 'edit'
};

/** Throws `forbidden` for a request that the person behind it may not make, whether plain or an upgrade. */
export function authorizeRequest(request: Pick<IncomingMessage, 'method' | 'url'>, person: Pick<Person, 'role'>): void {
    if (!can(person.role, 'edit') && !(can(person.role, 'read') && isHarmless(request))) {
        throw viewingOnly();
    }
}

/** Whether a request leads to the sockets, which are guarded by themselves, or to extensions and their files. */
function isHarmless({ method, url = '' }: Pick<IncomingMessage, 'method' | 'url'>): boolean {
    const [path = ''] = url.split('?', 1);
    // Nothing that another reader of the path could take for something else. (Slashes of names in an extension's
    // directory are escaped, and stay in that directory.)
    if (/\/\.\.?(\/|$)|\\|\/\//.test(path)) {
        return false;
    }
    if (path.startsWith('/socket.io/')) {
        return method === 'GET' || method === 'POST';
    }
    return (
        (path.startsWith('/hostedPlugin/') || path === DEPLOYED_EXTENSIONS_PATH) &&
        (method === 'GET' || method === 'HEAD')
    );
}
