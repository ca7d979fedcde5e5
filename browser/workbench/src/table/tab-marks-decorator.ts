import { type TabBarDecorator } from '@theia/core/lib/browser/shell/tab-bar-decorator';
import { type WidgetDecoration } from '@theia/core/lib/browser/widget-decoration';
import { Navigatable } from '@theia/core/lib/browser/navigatable-types';
import { type Title, type Widget } from '@theia/core/lib/browser/widgets/widget';
import { type Event } from '@theia/core/lib/common/event';
import { inject, injectable } from '@theia/core/shared/inversify';
import { WorkspaceService } from '@theia/workspace/lib/browser/workspace-service';
import { marksOf } from './people-marks';
import { PlacesService } from './places-service';

/** Marks the tabs of files where people are. */
@injectable()
export class TabMarksDecorator implements TabBarDecorator {
    readonly id = 'longtable-people';

    @inject(PlacesService)
    protected readonly places: PlacesService;

    @inject(WorkspaceService)
    protected readonly workspaceService: WorkspaceService;

    get onDidChangeDecorations(): Event<void> {
        return this.places.onDidChange;
    }

    decorate({ owner }: Title<Widget>): WidgetDecoration.Data[] {
        const uri = Navigatable.is(owner) ? owner.getResourceUri() : undefined;
        const path = uri && this.workspaceService.getWorkspaceRootUri(uri)?.relative(uri)?.toString();
        const people = path === undefined ? undefined : this.places.byPath.get(path);
        return people ? [{ tailDecorations: marksOf(people, 'here') }] : [];
    }
}
