import { API_PREFIX, type WorkspaceId } from '@longtable/common';

/** Address of a workspace in the API. */
export function workspacePath(id: WorkspaceId): string {
    return `${API_PREFIX}/workspaces/${encodeURIComponent(id)}`;
}
