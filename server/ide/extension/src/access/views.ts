import { type EnvVariablesServer, envVariablesPath } from '@theia/core/lib/common/env-variables';
import { loggerPath } from '@theia/core/lib/common/logger-protocol';
import { fileSearchServicePath, type FileSearchService } from '@theia/file-search/lib/common/file-search-service';
import {
    type RemoteFileSystemServer,
    remoteFileSystemPath
} from '@theia/filesystem/lib/common/remote-file-system-provider';
import {
    type SearchInWorkspaceServer,
    SIW_WS_PATH
} from '@theia/search-in-workspace/lib/common/search-in-workspace-interface';
import { workspacePath } from '@theia/workspace/lib/common/workspace-protocol';
import { viewedEnvironment } from './viewed-environment';
import { viewedFiles } from './viewed-files';
import { viewedFileSearch, viewedTextSearch } from './viewed-search';
import type { WorkspaceBoundary } from './workspace-boundary';

/** Methods of a service as somebody has them who may only read; they stand in for those of the service. */
export type View = Readonly<Record<string, (...parameters: never[]) => unknown>>;

/** The view of a service, where calling its methods as they are would give away too much. */
export function viewOf(path: string, service: unknown, boundary: WorkspaceBoundary): View {
    switch (path) {
        case envVariablesPath:
            return viewedEnvironment(service as EnvVariablesServer);
        case remoteFileSystemPath:
            return viewedFiles(service as RemoteFileSystemServer, boundary);
        case fileSearchServicePath:
            return viewedFileSearch(service as FileSearchService, boundary);
        case SIW_WS_PATH:
            return viewedTextSearch(service as SearchInWorkspaceServer, boundary);
        case loggerPath:
            // The browser sends each line of its log; whoever only reads has no say in that of the workspace.
            return { log: () => Promise.resolve(), child: () => Promise.resolve() };
        case workspacePath:
            // The workbench says which workspace it has opened. There is but one here.
            return { setMostRecentlyUsedWorkspace: () => Promise.resolve() };
        default:
            return {};
    }
}
