import type { StartUpState } from '@longtable/common';
import { type FrontendApplicationContribution } from '@theia/core/lib/browser';
import { DisposableCollection } from '@theia/core/lib/common/disposable';
import { inject, injectable } from '@theia/core/shared/inversify';
import { WorkbenchContextService } from '../context/workbench-context-service';
import { type News, StartUpMemory } from './start-up-memory';
import { StartUpNotices } from './start-up-notices';
import { StartUpService } from './start-up-service';
import { StartUpTerminals } from './start-up-terminals';

/** Brings the start-up tasks of the workspace into view, for those who may edit. */
@injectable()
export class StartUpContribution implements FrontendApplicationContribution {
    @inject(WorkbenchContextService)
    protected readonly contextService: WorkbenchContextService;

    @inject(StartUpService)
    protected readonly startUp: StartUpService;

    @inject(StartUpTerminals)
    protected readonly terminals: StartUpTerminals;

    @inject(StartUpNotices)
    protected readonly notices: StartUpNotices;

    @inject(StartUpMemory)
    protected readonly memory: StartUpMemory;

    protected readonly toDispose = new DisposableCollection();
    protected news: News | undefined;
    /** One state after the other: each of them makes and removes tabs. */
    protected updates: Promise<void> = Promise.resolve();

    /** Not before: the layout may bring tabs back. */
    onDidInitializeLayout(): void {
        void this.contextService.ready.then(() => {
            if (this.contextService.can('edit')) {
                this.toDispose.push(
                    this.startUp.onDidChangeState(state => {
                        this.updates = this.updates.then(() => this.update(state)).catch(console.error);
                    })
                );
                this.startUp.start().catch(console.error);
            }
        });
    }

    onStop(): void {
        this.toDispose.dispose();
    }

    protected async update(state: StartUpState): Promise<void> {
        const first = this.news === undefined;
        const news = (this.news ??= await this.memory.take(state));
        // What comes with each tab is to be seen once, and not to be in the way of anything.
        const alone = state.terminals.every(({ ofTab }) => ofTab);
        await this.terminals.update(state, ({ ofTab }) => !ofTab || (alone && news.start));
        if (first) {
            this.notices.tell(state, news);
            await this.startUp.attach();
        }
    }
}
