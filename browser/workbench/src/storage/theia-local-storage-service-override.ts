// Upstream: @theia/core/lib/browser/storage-service, 1.74.1, `LocalStorageService.prefix`.
// Reason: Theia keeps layouts, opened views, histories and breakpoints in the browser under the page's path alone. Two
// people who use one browser, one after the other, would find and overwrite each other's.
// Contract: theia-overrides.test.ts.
import { LocalStorageService } from '@theia/core/lib/browser/storage-service';
import { inject, injectable } from '@theia/core/shared/inversify';
import { WorkbenchContextService } from '../context/workbench-context-service';
import { personalKey, personOf } from './personal-storage';

@injectable()
export class LongtableLocalStorageService extends LocalStorageService {
    @inject(WorkbenchContextService)
    protected readonly contextService: WorkbenchContextService;

    protected over = false;

    override async setData(key: string, data?: unknown): Promise<void> {
        // The layout is stored while the page goes away, when nothing that waits gets its turn.
        if (this.contextService.context === undefined) {
            await this.contextService.firstAnswer;
        }
        if (!this.over) {
            await super.setData(key, data);
        }
    }

    override async getData<T>(key: string, defaultValue?: T): Promise<T | undefined> {
        await this.contextService.firstAnswer;
        return super.getData(key, defaultValue);
    }

    /** Removes everything of this person from the browser, and stores nothing from now on. */
    drop(): void {
        this.over = true;
        const { localStorage } = window;
        const prefix = this.prefix('');
        for (const key of Object.keys(localStorage).filter(name => name.startsWith(prefix))) {
            localStorage.removeItem(key);
        }
    }

    protected override prefix(key: string): string {
        return `${personalKey('theia', personOf(this.contextService.context?.me))}:${key}`;
    }
}
