// Upstream: @theia/filesystem/lib/common/remote-file-system-provider, 1.74.1, `RemoteFileSystemProvider.capabilities` and
// `readOnlyMessage`.
// Reason: for a viewer every file is read-only, and editors say why. The server refuses the writes in any case.
// Contract: theia-overrides.test.ts.
import { MarkdownStringImpl, type MarkdownString } from '@theia/core/lib/common/markdown-rendering';
import { inject, injectable, postConstruct } from '@theia/core/shared/inversify';
import { type FileSystemProviderCapabilities } from '@theia/filesystem/lib/common/files';
import { RemoteFileSystemProvider } from '@theia/filesystem/lib/common/remote-file-system-provider';
import { WorkbenchContextService } from '../context/workbench-context-service';

/** The one bit of Theia's constant enumeration that is needed; its members cannot be imported one file at a time. */
const READONLY: FileSystemProviderCapabilities.Readonly = 2048;

const viewerMessage = new MarkdownStringImpl('You can view this workspace. To edit, ask its owner for access.');

@injectable()
export class LongtableRemoteFileSystemProvider extends RemoteFileSystemProvider {
    @inject(WorkbenchContextService)
    protected readonly contextService: WorkbenchContextService;

    @postConstruct()
    protected override init(): void {
        super.init();
        let wasViewer = this.isViewer();
        this.toDispose.push(
            this.contextService.onDidChangeContext(() => {
                if (wasViewer !== this.isViewer()) {
                    wasViewer = this.isViewer();
                    this.setCapabilities(super.capabilities);
                    this.setReadOnlyMessage(super.readOnlyMessage);
                }
            })
        );
    }

    override get capabilities(): FileSystemProviderCapabilities {
        return this.isViewer() ? super.capabilities | READONLY : super.capabilities;
    }

    override get readOnlyMessage(): MarkdownString | undefined {
        return this.isViewer() ? viewerMessage : super.readOnlyMessage;
    }

    protected isViewer(): boolean {
        return this.contextService.context !== undefined && !this.contextService.can('edit');
    }
}
