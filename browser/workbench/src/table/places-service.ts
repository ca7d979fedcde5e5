import { Emitter } from '@theia/core/lib/common/event';
import { inject, injectable, postConstruct } from '@theia/core/shared/inversify';
import { WorkbenchContextService } from '../context/workbench-context-service';
import { PresenceService } from '../people/presence-service';
import { peopleByPath, type PersonSomewhere } from './people-places';

/** Knows in which files the others are, and tells when somebody goes from one to another. */
@injectable()
export class PlacesService {
    @inject(PresenceService)
    protected readonly presence: PresenceService;

    @inject(WorkbenchContextService)
    protected readonly contextService: WorkbenchContextService;

    protected readonly onDidChangeEmitter = new Emitter<void>();
    readonly onDidChange = this.onDidChangeEmitter.event;

    byPath: ReadonlyMap<string, readonly PersonSomewhere[]> = new Map();
    protected key = '[]';

    @postConstruct()
    protected init(): void {
        this.presence.onDidChange(() => this.update());
        this.update();
    }

    protected update(): void {
        this.byPath = peopleByPath(this.presence.people, this.contextService.context?.me.id);
        // Presence changes with every line that somebody goes up or down.
        const key = JSON.stringify([...this.byPath]);
        if (key !== this.key) {
            this.key = key;
            this.onDidChangeEmitter.fire();
        }
    }
}
