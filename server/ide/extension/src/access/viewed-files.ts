import type { CancellationToken } from '@theia/core/lib/common/cancellation';
import { FileUri } from '@theia/core/lib/common/file-uri';
import { MarkdownStringImpl } from '@theia/core/lib/common/markdown-rendering';
import {
    type FileReadStreamOptions,
    FileSystemProviderError,
    FileSystemProviderErrorCode,
    type WatchOptions
} from '@theia/filesystem/lib/common/files';
import type { RemoteFileSystemServer } from '@theia/filesystem/lib/common/remote-file-system-provider';
import { viewingOnly } from './refusal';
import type { View } from './views';
import type { WorkspaceBoundary } from './workspace-boundary';

/** `FileSystemProviderCapabilities.Readonly`, which is a constant of the compiler's alone. */
const READONLY = 2048;

/** The files inside a boundary, as a file system that cannot be written to. */
export function viewedFiles(files: RemoteFileSystemServer, boundary: WorkspaceBoundary): View {
    /** The resource, spelled so that nothing can be read into it any more. */
    const inside = async (resource: string): Promise<string> => {
        const path = await boundary.pathInside(resource);
        if (path === undefined) {
            throw new FileSystemProviderError(viewingOnly().message, FileSystemProviderErrorCode.NoPermissions);
        }
        return FileUri.create(path).toString();
    };
    return {
        getCapabilities: async () => (await files.getCapabilities()) | READONLY,
        getReadOnlyMessage: () => Promise.resolve(new MarkdownStringImpl(viewingOnly().message)),
        stat: async (resource: string) => files.stat(await inside(resource)),
        access: async (resource: string, mode?: number) => files.access(await inside(resource), mode),
        fsPath: (resource: string) => files.fsPath(resource),
        readFile: async (resource: string) => files.readFile(await inside(resource)),
        readFileStream: async (
            resource: string,
            handle: number,
            options: FileReadStreamOptions,
            token: CancellationToken
        ) => files.readFileStream(await inside(resource), handle, options, token),
        readdir: async (resource: string) => files.readdir(await inside(resource)),
        watch: async (watcher: number, resource: string, options: WatchOptions) => {
            await inside(resource);
            // Changes are told under the name that the browser knows, hence as it was asked for.
            await files.watch(watcher, resource, options);
        },
        unwatch: (watcher: number) => files.unwatch(watcher)
    };
}
