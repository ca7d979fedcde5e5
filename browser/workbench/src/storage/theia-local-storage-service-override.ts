// Upstream: @theia/core/lib/browser/storage-service, 1.74.1, `LocalStorageService.setData`, `getData` and `prefix`.
// Reason: Theia keeps layouts, opened views, histories and breakpoints in the browser under the page's path alone. Two
// people who use one browser, one after the other, would find and overwrite each other's, and another browser of the
// same person would find nothing. Here it is each person's own, and the browser's copy of what the hub keeps.
// Contract: theia-overrides.test.ts.
import { LocalStorageService } from '@theia/core/lib/browser/storage-service';
import { inject, injectable, postConstruct } from '@theia/core/shared/inversify';
import { WorkbenchContextService } from '../context/workbench-context-service';
import { personalKey, personOf } from './personal-storage';
import { localNames } from './state-cache';
import { startedState, startedStateNow, type StartedState } from './workbench-state';

@injectable()
export class LongtableLocalStorageService extends LocalStorageService {
    @inject(WorkbenchContextService)
    protected readonly contextService: WorkbenchContextService;

    protected over = false;

    @postConstruct()
    protected override init(): void {
        super.init();
        void startedState().then(state => {
            state.onRefused = message => void this.messageService.warn(message);
        });
    }

    override async setData(key: string, data?: unknown): Promise<void> {
        // The layout is stored while the page goes away, when nothing that waits gets its turn.
        const state = startedStateNow() ?? (await startedState());
        if (!this.over) {
            this.write(state, key, data);
        }
    }

    override async getData<T>(key: string, defaultValue?: T): Promise<T | undefined> {
        const { cache } = startedStateNow() ?? (await startedState());
        const text = cache.get(key);
        return text === undefined ? defaultValue : (JSON.parse(text) as T);
    }

    /** Brings to the hub what was written, now. Resolves with whether the hub has all of it. */
    async flush(): Promise<boolean> {
        const { sender } = await startedState();
        return !this.over && sender !== undefined && (await sender.flush());
    }

    /** Sends what waits as far as a page that goes away can. */
    leave(): void {
        startedStateNow()?.sender?.leave();
    }

    /** What this browser had not sent when the hub got something else from elsewhere, by name. */
    async displaced(): Promise<ReadonlyMap<string, string>> {
        return (await startedState()).cache.displaced();
    }

    async forgetDisplaced(): Promise<void> {
        (await startedState()).cache.forgetDisplaced();
    }

    /**
     * Writes texts under their names, and brings them to the hub. What is open in the page does not change by it, and is
     * not stored over them when the page goes.
     */
    async restore(texts: ReadonlyMap<string, string>): Promise<void> {
        for (const [name, text] of texts) {
            // An empty one is something that was removed here.
            await this.setData(name, text === '' ? undefined : (JSON.parse(text) as unknown));
        }
        this.over = true;
        await (await startedState()).sender?.flush();
    }

    /** Removes everything of this person from the browser, and stores nothing from now on. */
    drop(): void {
        this.over = true;
        startedStateNow()?.sender?.end();
        startedStateNow()?.cache.drop();
    }

    protected write({ cache, sender }: StartedState, key: string, data: unknown): void {
        const text = data === undefined ? undefined : JSON.stringify(data);
        if (cache.get(key) === text) {
            return;
        }
        if (!cache.write(key, text)) {
            // Fails once more, and tells the person that the browser is full. The hub gets it all the same.
            void super.setData(key, data);
        }
        if (!localNames.has(key)) {
            sender?.written(key);
        }
    }

    protected override prefix(key: string): string {
        return `${personalKey('theia', personOf(this.contextService.context?.me))}:${key}`;
    }
}
