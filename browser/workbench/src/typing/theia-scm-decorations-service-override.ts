// Upstream: @theia/scm 1.74.1, browser/decorations/scm-decorations-service.ts.
// The marks of what has changed beside the lines are made anew twice a second while somebody types, each time with the
// file read from the repository. Here the repository is asked only when it may have another answer.
import { inject, injectable } from '@theia/core/shared/inversify';
import { EditorManager } from '@theia/editor/lib/browser/editor-manager';
import { ScmDecorationsService } from '@theia/scm/lib/browser/decorations/scm-decorations-service';
import { DirtyDiffDecorator } from '@theia/scm/lib/browser/dirty-diff/dirty-diff-decorator';
import { ScmService } from '@theia/scm/lib/browser/scm-service';
import { RememberedRevisions } from './remembered-revisions';

@injectable()
export class LongtableScmDecorationsService extends ScmDecorationsService {
    constructor(
        @inject(DirtyDiffDecorator) decorator: DirtyDiffDecorator,
        @inject(ScmService) scmService: ScmService,
        @inject(EditorManager) editorManager: EditorManager,
        @inject(RememberedRevisions) revisions: RememberedRevisions
    ) {
        super(decorator, scmService, editorManager, uri => Promise.resolve(revisions.resource(uri)));
    }
}
