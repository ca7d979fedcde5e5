import { WorkspaceId } from '@longtable/common';

/** The pages of the dashboard. */
export type Route =
    /** `snapshotsOf` names the workspace whose snapshots lie open on it. */
    | { readonly page: 'workspaces'; readonly snapshotsOf?: WorkspaceId }
    | { readonly page: 'workspace'; readonly id: WorkspaceId }
    | { readonly page: 'audit'; readonly id: WorkspaceId }
    | { readonly page: 'join'; readonly token: string }
    | { readonly page: 'snapshots' }
    | { readonly page: 'snapshot-link'; readonly token: string }
    | { readonly page: 'account' }
    | { readonly page: 'users' }
    | { readonly page: 'sign-in' }
    | { readonly page: 'not-found' };

/** The page that belongs to a path. */
export function routeOf(path: string): Route {
    if (path === '/' || path === '/workspaces' || path === '/workspaces/') {
        return { page: 'workspaces' };
    }
    if (path === '/login') {
        return { page: 'sign-in' };
    }
    if (path === '/account') {
        return { page: 'account' };
    }
    if (path === '/users') {
        return { page: 'users' };
    }
    if (path === '/snapshots') {
        return { page: 'snapshots' };
    }
    const snapshot = /^\/s\/([\w.~-]+)\/?$/.exec(path)?.[1];
    if (snapshot !== undefined) {
        return { page: 'snapshot-link', token: snapshot };
    }
    const token = /^\/join\/([\w.~-]+)\/?$/.exec(path)?.[1];
    if (token !== undefined) {
        return { page: 'join', token };
    }
    const [, name, more] = /^\/workspaces\/([^/]+)(\/audit|\/snapshots)?\/?$/.exec(path) ?? [];
    const id = WorkspaceId.safeParse(name);
    if (!id.success) {
        return { page: 'not-found' };
    }
    return more === '/snapshots'
        ? { page: 'workspaces', snapshotsOf: id.data }
        : { page: more === '/audit' ? 'audit' : 'workspace', id: id.data };
}

/** Address of the page that shows how a workspace comes up. */
export function progressPath(id: WorkspaceId): string {
    return `/workspaces/${id}`;
}

/** Address of the page that says who did what in a workspace. */
export function auditPath(id: WorkspaceId): string {
    return `/workspaces/${id}/audit`;
}

/** Address at which the hub takes a person into a workspace's IDE. */
export function enterPath(id: WorkspaceId): string {
    return `/w/${id}`;
}
