import { ResourceProvider, type Resource } from '@theia/core/lib/common/resource';
import URI from '@theia/core/lib/common/uri';
import { inject, injectable, postConstruct } from '@theia/core/shared/inversify';
import { FileService } from '@theia/filesystem/lib/browser/file-service';
import { ScmService } from '@theia/scm/lib/browser/scm-service';
import { RememberedTexts } from './remembered-texts';

/** More files than this are hardly looked at at a time. */
const MOST = 20;

/**
 * Files as a repository has them, each read once until something says that the repository has changed. To read one
 * takes three processes of git.
 */
@injectable()
export class RememberedRevisions {
    @inject(ResourceProvider)
    protected readonly provider: ResourceProvider;

    @inject(ScmService)
    protected readonly scmService: ScmService;

    @inject(FileService)
    protected readonly fileService: FileService;

    protected readonly texts = new RememberedTexts(address => this.readAnew(new URI(address)), MOST);

    @postConstruct()
    protected init(): void {
        this.scmService.onDidAddRepository(({ provider }) => {
            provider.onDidChange(() => this.texts.forget());
            provider.onDidChangeResources?.(() => this.texts.forget());
        });
        this.scmService.onDidChangeSelectedRepository(() => this.texts.forget());
        // What could not be read before git was there may be read now.
        this.fileService.onDidChangeFileSystemProviderRegistrations(() => this.texts.forget());
        // Git tells of changes of what it has as of those of files.
        this.fileService.onDidFilesChange(event => this.texts.forget(address => event.contains(new URI(address))));
    }

    /** A resource that can be read and nothing else. */
    resource(uri: URI): Resource {
        return { uri, readContents: () => this.texts.read(uri.toString()), dispose: () => undefined };
    }

    protected async readAnew(uri: URI): Promise<string> {
        const resource = await this.provider(uri);
        try {
            return await resource.readContents();
        } finally {
            resource.dispose();
        }
    }
}
