import type { Capability, WorkbenchContext } from '@longtable/common';
import { Emitter, Event } from '@theia/core/lib/common/event';
import { injectable, postConstruct } from '@theia/core/shared/inversify';
import { askForContext, type ContextAnswer } from './context-answer';
import { firstContextAnswer } from './context-request';
import { HubPages, hubUrlOf, workspaceIdOf } from './hub-address';

/** Knows who sits in front of this page, in which workspace, and what they may do there. */
export const WorkbenchContextService = Symbol('WorkbenchContextService');
export interface WorkbenchContextService {
    /** The newest context; undefined until the hub has given one. */
    readonly context: WorkbenchContext | undefined;
    /** Resolves with the first context. Stays pending while the hub gives none: `firstAnswer` tells why. */
    readonly ready: Promise<WorkbenchContext>;
    readonly firstAnswer: Promise<ContextAnswer>;
    /** Fires with every context that is got, the first included. */
    readonly onDidChangeContext: Event<WorkbenchContext>;
    /** Links into the dashboard; right even when the hub has not answered. */
    readonly pages: HubPages;
    /** Whether this person may do something here; false until that is known. */
    can(capability: Capability): boolean;
    /** Asks the hub again. Never rejects. */
    refresh(): Promise<ContextAnswer>;
}

@injectable()
export class DefaultWorkbenchContextService implements WorkbenchContextService {
    protected readonly onDidChangeContextEmitter = new Emitter<WorkbenchContext>();
    readonly onDidChangeContext = this.onDidChangeContextEmitter.event;

    context: WorkbenchContext | undefined;
    firstAnswer: Promise<ContextAnswer>;
    ready: Promise<WorkbenchContext>;

    @postConstruct()
    protected init(): void {
        this.ready = new Promise(resolve => Event.once(this.onDidChangeContext)(resolve));
        this.firstAnswer = firstContextAnswer().then(answer => this.accept(answer));
    }

    get pages(): HubPages {
        return new HubPages(
            this.context?.hubUrl ?? hubUrlOf(window.location),
            this.context?.workspace.id ?? workspaceIdOf(window.location)
        );
    }

    can(capability: Capability): boolean {
        return this.context?.workspace.capabilities.includes(capability) ?? false;
    }

    async refresh(): Promise<ContextAnswer> {
        return this.accept(await askForContext());
    }

    protected accept(answer: ContextAnswer): ContextAnswer {
        if (answer.kind === 'context') {
            this.context = answer.context;
            this.onDidChangeContextEmitter.fire(answer.context);
        }
        return answer;
    }
}
