import type { Person } from '@longtable/common';
import { FileUri } from '@theia/core/lib/common/file-uri';
import { inject, injectable } from '@theia/core/shared/inversify';
import { PluginDeployerHandler } from '@theia/plugin-ext/lib/common/plugin-protocol';
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

    @inject(PluginDeployerHandler)
    protected readonly extensions: PluginDeployerHandler;

    /** The workspace's folder, the person's own settings, and the extensions, whose themes the browser reads. */
    of(person: Person): WorkspaceBoundary {
        return new WorkspaceBoundary([
            () => Promise.resolve([this.settings.folder]),
            async () => [await this.personalServices.configurationDirectoryOf(person)],
            async () =>
                (await this.extensions.getDeployedPlugins()).map(({ metadata }) =>
                    FileUri.fsPath(metadata.model.packageUri)
                )
        ]);
    }
}
