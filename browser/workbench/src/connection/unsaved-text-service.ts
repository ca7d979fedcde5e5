import { WindowService } from '@theia/core/lib/browser/window/window-service';
import { type Resource } from '@theia/core/lib/common/resource';
import { inject, injectable } from '@theia/core/shared/inversify';
import { FileResourceVersion } from '@theia/filesystem/lib/browser/file-resource';
import { type MonacoEditorModel } from '@theia/monaco/lib/browser/monaco-editor-model';
import { MonacoTextModelService } from '@theia/monaco/lib/browser/monaco-text-model-service';
import { forgetText, keepTexts, readTexts, type TextStorage, type UnsavedText } from './unsaved-text';
import { WorkbenchContextService } from '../context/workbench-context-service';
import { KeptLiveTextService } from '../documents/kept-live-text-service';
import { LiveEditorModel } from '../documents/live-editor-model';
import { personalStorage, personOf } from '../storage/personal-storage';

/** Keeps, in this browser, text that is not on disk while its page is about to go away. */
@injectable()
export class UnsavedTextService {
    @inject(MonacoTextModelService)
    protected readonly models: MonacoTextModelService;

    @inject(WorkbenchContextService)
    protected readonly contextService: WorkbenchContextService;

    @inject(KeptLiveTextService)
    protected readonly liveTexts: KeptLiveTextService;

    @inject(WindowService)
    protected readonly windowService: WindowService;

    protected over = false;

    get kept(): readonly UnsavedText[] {
        return readTexts(this.storage);
    }

    /** Keeps the text of all files that is neither saved nor with the agent; false when the browser has no place for some of it. */
    keep(): boolean {
        if (this.over) {
            return true;
        }
        const texts = this.unshared
            .filter(model => model.dirty && model.uri.startsWith('file:'))
            .map(model => ({ uri: model.uri, text: model.getText(), etag: etagOf(model) }));
        const live = this.liveTexts.keep();
        return keepTexts(this.storage, texts).length === 0 && live;
    }

    /** Makes ready to leave: when everything has found a place, nobody has to be asked whether it may get lost. */
    prepareToLeave(): void {
        if (this.keep()) {
            this.windowService.setSafeToShutDown();
        }
    }

    /** As {@link prepareToLeave}, if only live documents are not saved: those are safe without this page. */
    leaveWithoutQuestion(): void {
        if (!this.unshared.some(model => model.dirty)) {
            this.prepareToLeave();
        }
    }

    protected get unshared(): readonly MonacoEditorModel[] {
        return this.models.models.filter(model => !(model instanceof LiveEditorModel));
    }

    /** Drops what is kept and keeps nothing from now on, for someone who may not read these files any more. */
    drop(): void {
        this.over = true;
        for (const text of this.kept) {
            this.forget(text);
        }
        this.liveTexts.drop();
        this.windowService.setSafeToShutDown();
    }

    /** One person never gets to see the text of another who used the same browser. */
    protected get storage(): TextStorage {
        return personalStorage(window.localStorage, personOf(this.contextService.context?.me));
    }

    forget(text: UnsavedText): void {
        forgetText(this.storage, text.uri);
    }
}

/** Tells the state on disk that a model was last in step with. */
export function etagOf(model: MonacoEditorModel): string | undefined {
    // Theia keeps the resource for subclasses, and nothing else knows which state of the file a model is based on.
    const { version } = (model as unknown as { readonly resource: Resource }).resource;
    return FileResourceVersion.is(version) ? version.etag : undefined;
}
