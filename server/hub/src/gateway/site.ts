import { WorkspaceId } from '@longtable/common';

/** What a Host header names. */
export type Site =
    | { readonly kind: 'hub' }
    | { readonly kind: 'workspace'; readonly id: WorkspaceId }
    | { readonly kind: 'webview'; readonly id: WorkspaceId }
    | { readonly kind: 'unknown' };

const WEBVIEW_NAME = /^[a-z0-9-]+--webview(?:--|\.)(?<id>[a-z0-9]+)$/;

/** Tells sites apart by host name. Loopback addresses count as the hub where the hub is at `localhost`. */
export class Sites {
    private readonly host: string;
    private readonly hubHosts: ReadonlySet<string>;

    constructor(readonly hubUrl: string) {
        const { host, hostname, port } = new URL(hubUrl);
        this.host = host;
        const suffix = port === '' ? '' : `:${port}`;
        this.hubHosts = new Set(hostname === 'localhost' ? [host, `127.0.0.1${suffix}`, `[::1]${suffix}`] : [host]);
    }

    /** Whether the hub is named otherwise than in its URL: programs may, pages would lack the cookies and the origin. */
    isOtherName(hostHeader: string | undefined): boolean {
        return this.of(hostHeader).kind === 'hub' && hostHeader?.toLowerCase() !== this.host;
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
        const name = host.slice(0, -this.host.length - 1);
        const webview = WEBVIEW_NAME.exec(name)?.groups?.['id'];
        const id = WorkspaceId.safeParse(webview ?? name);
        if (!id.success) {
            return { kind: 'unknown' };
        }
        return { kind: webview === undefined ? 'workspace' : 'webview', id: id.data };
    }
}

/**
 * Theia's pattern for the host of a webview of a workspace. It has to be same-site with the workspace, or browsers that
 * block third-party storage refuse the service worker through which a webview gets its files. Below a registered name
 * every host is, so that one label suffices and a certificate for `*.<host>` covers it. Below `localhost`, which browsers
 * take for a public suffix, only what is below the workspace's own name is.
 */
export function webviewEndpoint(hubUrl: string, id: WorkspaceId): string {
    const { host, hostname } = new URL(hubUrl);
    const separator = hostname === 'localhost' || hostname.endsWith('.localhost') ? '.' : '--';
    return `{{uuid}}--webview${separator}${id}.${host}`;
}
