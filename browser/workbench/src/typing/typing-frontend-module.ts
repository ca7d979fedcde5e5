import { FrontendApplicationContribution } from '@theia/core/lib/browser';
import { StatusBarImpl } from '@theia/core/lib/browser/status-bar/status-bar';
import { DecorationsService } from '@theia/core/lib/browser/decorations-service';
import { ContainerModule } from '@theia/core/shared/inversify';
import { EditorPreviewManager } from '@theia/editor-preview/lib/browser/editor-preview-manager';
import { NavigationLocationService } from '@theia/editor/lib/browser/navigation/navigation-location-service';
import { ProblemManager } from '@theia/markers/lib/browser/problem/problem-manager';
import { MonacoOutlineContribution } from '@theia/monaco/lib/browser/monaco-outline-contribution';
import { FoldersPreferencesProvider } from '@theia/preferences/lib/browser/folders-preferences-provider';
import { ScmDecorationsService } from '@theia/scm/lib/browser/decorations/scm-decorations-service';
import PerfectScrollbar from 'perfect-scrollbar';
import { KeyScroll } from './key-scroll';
import { updateOnlyWhatScrolls } from './perfect-scrollbar-override';
import { RememberedRevisions } from './remembered-revisions';
import { leaveKeysAlone } from './theia-base-widget-override';
import { LongtableDecorationsService } from './theia-decorations-service-override';
import { LongtableEditorManager } from './theia-editor-manager-override';
import { rememberSettingsFiles, type SettingsFiles } from './theia-folders-preferences-provider-override';
import { LongtableMonacoOutlineContribution } from './theia-monaco-outline-contribution-override';
import { LongtableNavigationLocationService } from './theia-navigation-location-service-override';
import { LongtableProblemManager } from './theia-problem-manager-override';
import { LongtableScmDecorationsService } from './theia-scm-decorations-service-override';
import { drawAfterFrame, type LateStatusBar } from './theia-status-bar-override';

leaveKeysAlone();
updateOnlyWhatScrolls(PerfectScrollbar.prototype);
rememberSettingsFiles(FoldersPreferencesProvider.prototype as unknown as SettingsFiles);

/**
 * Typing comes first: a letter is written where the caret will be, and drawn before anything that it leads to. What
 * Theia does at each key is done later, or not at all.
 */
export default new ContainerModule((bind, _unbind, _isBound, rebind, _unbindAsync, onActivation) => {
    bind<FrontendApplicationContribution>(KeyScroll).toSelf().inSingletonScope();
    bind(FrontendApplicationContribution).toService(KeyScroll);
    bind(RememberedRevisions).toSelf().inSingletonScope();
    rebind(DecorationsService).to(LongtableDecorationsService).inSingletonScope();
    rebind(EditorPreviewManager).to(LongtableEditorManager).inSingletonScope();
    rebind(MonacoOutlineContribution).to(LongtableMonacoOutlineContribution).inSingletonScope();
    rebind(NavigationLocationService).to(LongtableNavigationLocationService).inSingletonScope();
    rebind(ProblemManager).to(LongtableProblemManager).inSingletonScope();
    rebind(ScmDecorationsService).to(LongtableScmDecorationsService).inSingletonScope();
    onActivation(StatusBarImpl, (_context, bar) => {
        drawAfterFrame(bar as unknown as LateStatusBar);
        return bar;
    });
});
