import { FrontendApplicationContribution } from '@theia/core/lib/browser';
import { ResourceResolver } from '@theia/core/lib/common/resource';
import { ContainerModule } from '@theia/core/shared/inversify';
import { FilesystemSaveableService } from '@theia/filesystem/lib/browser/filesystem-saveable-service';
import { MonacoStatusBarContribution } from '@theia/monaco/lib/browser/monaco-status-bar-contribution';
import { MonacoEditorModelFactory } from '@theia/monaco/lib/browser/monaco-text-model-service';
import { WorkspaceService } from '@theia/workspace/lib/browser/workspace-service';
import { AutoSaveContribution } from './auto-save-contribution';
import { DefaultDocumentsService, DocumentsService, LateWorkspaceService } from './documents-service';
import { KeptLiveTextContribution } from './kept-live-text-contribution';
import { KeptLiveTextService } from './kept-live-text-service';
import { LiveEditorModelFactory } from './live-editor-model-factory';
import { LiveEditorMover } from './live-editor-mover';
import { LiveResourceResolver } from './live-resource-resolver';
import { LiveTextService } from './live-text';
import { LongtableMonacoStatusBarContribution } from './theia-monaco-status-bar-override';
import { LongtableSaveableService } from './theia-saveable-service-override';

export default new ContainerModule((bind, _unbind, _isBound, rebind) => {
    bind(LateWorkspaceService).toDynamicValue(
        ({ container }) =>
            () =>
                container.get(WorkspaceService)
    );
    bind(DefaultDocumentsService).toSelf().inSingletonScope();
    bind(DocumentsService).toService(DefaultDocumentsService);
    bind(LiveTextService).toService(DefaultDocumentsService);
    bind(LiveResourceResolver).toSelf().inSingletonScope();
    bind(ResourceResolver).toService(LiveResourceResolver);
    bind(LiveEditorModelFactory).toSelf().inSingletonScope();
    bind(MonacoEditorModelFactory).toService(LiveEditorModelFactory);
    bind(KeptLiveTextService).toSelf().inSingletonScope();
    rebind(FilesystemSaveableService).to(LongtableSaveableService).inSingletonScope();
    rebind(MonacoStatusBarContribution).to(LongtableMonacoStatusBarContribution).inSingletonScope();
    for (const contribution of [AutoSaveContribution, KeptLiveTextContribution, LiveEditorMover]) {
        bind<FrontendApplicationContribution>(contribution).toSelf().inSingletonScope();
        bind(FrontendApplicationContribution).toService(contribution);
    }
});
