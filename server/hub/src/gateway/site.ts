import { WorkspaceId } from '@longtable/common';

/** What a Host header names. */
export type Site =
    | { readonly kind: 'hub' }
    | { readonly kind: 'workspace'; readonly id: WorkspaceId }
    | { readonly kind: 'webview'; readonly id: WorkspaceId }
    | { readonly kind: 'unknown' };

/** Label between a webview's own id and the workspace's. One label, so that a certificate for `*.<host>` covers it. */
const WEBVIEW = '--webview--';
const WEBVIEW_LABEL = /^[a-z0-9-]+--webview--(?<id>[a-z0-9]+)$/;

/** Tells sites apart by host name. Loopback addresses count as the hub where the hub is at `localhost`. */
export class Sites {
    private readonly host: string;
    private readonly hubHosts: ReadonlySet<string>;

    constructor(hubUrl: string) {
        const { host, hostname, port } = new URL(hubUrl);
        this.host = host;
        const suffix = port === '' ? '' : `:${port}`;
        this.hubHosts = new Set(hostname === 'localhost' ? [host, `127.0.0.1${suffix}`, `[::1]${suffix}`] : [host]);
    }

    of(hostHeader: string | undefined): Site {
        const host = hostHeader?.toLowerCase();
        if (host === undefined) {
            return { kind: 'unknown' };
        }
        if (this.hubHosts.has(host)) {
            return { kind: 'hub' };
        }
        if (!host.endsWith(`.${this.host}`)) {
            return { kind: 'unknown' };
        }
        const label = host.slice(0, -this.host.length - 1);
        const webview = WEBVIEW_LABEL.exec(label)?.groups?.['id'];
        const id = WorkspaceId.safeParse(webview ?? label);
        if (!id.success) {
            return { kind: 'unknown' };
        }
        return { kind: webview === undefined ? 'workspace' : 'webview', id: id.data };
    }
}

/** Theia's pattern for the host of a webview of a workspace. */
export function webviewEndpoint(hubUrl: string, id: WorkspaceId): string {
    return `{{uuid}}${WEBVIEW}${id}.${new URL(hubUrl).host}`;
}
