// Upstream: @theia/core 1.74.1, browser/saveable-service.ts; @theia/filesystem 1.74.1, browser/filesystem-saveable-service.ts.
// Theia saves or reverts a file when its last tab in this browser closes. A live document goes on without the tab: others
// may be typing in it, which makes it dirty the moment after a save, and a revert would take away what they typed.
import type { Navigatable } from '@theia/core/lib/browser/navigatable-types';
import {
    type PostCreationSaveableWidget,
    Saveable,
    type SaveableSource,
    type SaveableWidget
} from '@theia/core/lib/browser/saveable';
import type { Widget } from '@theia/core/lib/browser/widgets';
import type URI from '@theia/core/lib/common/uri';
import { injectable } from '@theia/core/shared/inversify';
import { FilesystemSaveableService } from '@theia/filesystem/lib/browser/filesystem-saveable-service';
import { LiveEditorModel } from './live-editor-model';

@injectable()
export class LongtableSaveableService extends FilesystemSaveableService {
    protected override async closeWithSaving(
        widget: PostCreationSaveableWidget,
        options?: SaveableWidget.CloseOptions
    ): Promise<void> {
        const model = Saveable.get(widget);
        if (!(model instanceof LiveEditorModel)) {
            return super.closeWithSaving(widget, options);
        }
        const wasDirty = model.dirty;
        const save = await this.shouldSaveWidget(widget, options);
        if (save === undefined) {
            return;
        }
        if (save && this.autoSave === 'off' && !(await model.saveNow())) {
            return;
        }
        if (!save && wasDirty && options === undefined && model.alone && this.isLastOf(widget)) {
            // Somebody was asked, and does not want it.
            await model.revert();
        }
        await widget.closeWithoutSaving(false);
    }

    protected override closeWithoutSaving(widget: PostCreationSaveableWidget, doRevert?: boolean): Promise<void> {
        return super.closeWithoutSaving(widget, doRevert && !(Saveable.get(widget) instanceof LiveEditorModel));
    }

    protected override saveSnapshot(
        source: Widget & SaveableSource & Navigatable,
        target: URI,
        overwrite: boolean
    ): Promise<void> {
        const save = () => super.saveSnapshot(source, target, overwrite);
        const model = source.saveable;
        return model instanceof LiveEditorModel ? model.withoutRevert(save) : save();
    }

    protected isLastOf(widget: PostCreationSaveableWidget): boolean {
        return Saveable.closingWidgetWouldLoseSaveable(widget, [...this.saveThrottles.keys()]);
    }
}
