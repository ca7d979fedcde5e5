import { WorkspaceId } from '@longtable/common';

/** The pages of the dashboard. */
export type Route =
    | { readonly page: 'workspaces' }
    | { readonly page: 'workspace'; readonly id: WorkspaceId }
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
    const id = WorkspaceId.safeParse(/^\/workspaces\/([^/]+)\/?$/.exec(path)?.[1]);
    return id.success ? { page: 'workspace', id: id.data } : { page: 'not-found' };
}

/** Address of the page that shows how a workspace comes up. */
export function progressPath(id: WorkspaceId): string {
    return `/workspaces/${id}`;
}

/** Address at which the hub takes a person into a workspace's IDE. */
export function enterPath(id: WorkspaceId): string {
    return `/w/${id}`;
}
