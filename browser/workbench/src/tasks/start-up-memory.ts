import type { StartUpState } from '@longtable/common';
import { StorageService } from '@theia/core/lib/browser/storage-service';
import { inject, injectable } from '@theia/core/shared/inversify';

/** What a person has been told of start-up tasks, whichever page told them. */
interface Told {
    readonly start?: string;
    readonly backend?: string;
    readonly recommendations?: readonly string[];
}

/** What is news for this person. */
export interface News {
    /** Whether they see this start of the workspace for the first time. */
    readonly start: boolean;
    /** Whether they see this run of the IDE backend for the first time. */
    readonly backend: boolean;
    readonly recommendations: readonly string[];
}

const KEY = 'longtable.start-up';

/** Keeps people from being told the same thing at each load of a page. */
@injectable()
export class StartUpMemory {
    @inject(StorageService)
    protected readonly storage: StorageService;

    /** Says what of a state is news, and remembers that it is not from now on. */
    async take(state: StartUpState): Promise<News> {
        const told = await this.storage.getData<Told>(KEY, {});
        const known = new Set(told.recommendations);
        const recommendations = state.recommendations.filter(id => !known.has(id));
        const { start, backend } = state;
        await this.storage.setData<Told>(KEY, { start, backend, recommendations: [...known, ...recommendations] });
        return { start: told.start !== start, backend: told.backend !== backend, recommendations };
    }
}
