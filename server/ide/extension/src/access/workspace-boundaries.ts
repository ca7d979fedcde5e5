import type { Person } from '@longtable/common';
import { inject, injectable } from '@theia/core/shared/inversify';
import { PersonalServices } from '../person/personal-services';
import { StartSettings } from '../start/settings';
import { WorkspaceBoundary } from './workspace-boundary';

/** What each person may read when they may only read. */
@injectable()
export class WorkspaceBoundaries {
    @inject(StartSettings)
    protected readonly settings: StartSettings;

    @inject(PersonalServices)
    protected readonly personalServices: PersonalServices;

    /** The workspace's folder, and the person's own settings. */
    of(person: Person): WorkspaceBoundary {
        return new WorkspaceBoundary(async () => [
            this.settings.folder,
            await this.personalServices.configurationDirectoryOf(person)
        ]);
    }
}
