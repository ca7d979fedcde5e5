import { FileService } from '@theia/filesystem/lib/browser/file-service';
import { WorkspaceService } from '@theia/workspace/lib/browser/workspace-service';
import type URI from '@theia/core/lib/common/uri';
import { inject, injectable } from '@theia/core/shared/inversify';
import { readmeAmong } from './readme-name';

/** Finds the file that introduces the repository. */
@injectable()
export class ReadmeFinder {
    @inject(WorkspaceService)
    protected readonly workspaceService: WorkspaceService;

    @inject(FileService)
    protected readonly fileService: FileService;

    async find(): Promise<URI | undefined> {
        const [root] = await this.workspaceService.roots;
        const children = root ? ((await this.fileService.resolve(root.resource)).children ?? []) : [];
        const name = readmeAmong(children.filter(child => child.isFile).map(child => child.name));
        return name === undefined ? undefined : root?.resource.resolve(name);
    }
}
