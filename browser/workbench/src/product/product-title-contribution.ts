import { type FrontendApplicationContribution } from '@theia/core/lib/browser';
import { WindowTitleService } from '@theia/core/lib/browser/window/window-title-service';
import { inject, injectable } from '@theia/core/shared/inversify';
import { WorkbenchContextService } from '../context/workbench-context-service';
import { PRODUCT_NAME } from './product-name';

/** Fills the workspace's and the product's name into `window.title`. */
@injectable()
export class ProductTitleContribution implements FrontendApplicationContribution {
    @inject(WindowTitleService)
    protected readonly titles: WindowTitleService;

    @inject(WorkbenchContextService)
    protected readonly contextService: WorkbenchContextService;

    initialize(): void {
        this.update();
        this.contextService.onDidChangeContext(() => this.update());
    }

    protected update(): void {
        this.titles.update({ workspaceName: this.contextService.context?.workspace.name, appName: PRODUCT_NAME });
    }
}
