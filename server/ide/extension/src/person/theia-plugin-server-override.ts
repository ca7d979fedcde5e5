/*
 * Overrides `PluginServerImpl.install` and `uninstall` of @theia/plugin-ext 1.74.1, src/main/node/plugin-server-impl.ts.
 * Written 2026-11.
 *
 * Upstream, whoever works in another window finds out by chance. Here everybody is told.
 */
import { PluginServerImpl } from '@theia/plugin-ext/lib/main/node/plugin-server-impl';
import { inject, injectable } from '@theia/core/shared/inversify';
import { ConnectedPeople } from './connected-people';
import { CurrentPerson } from './current-person';

/**
 * The extensions of the workspace, which are there for all, and what they store for one person. Whoever adds or
 * removes an extension does it for everybody, so everybody hears of it.
 */
@injectable()
export class PersonalPluginServer extends PluginServerImpl {
    @inject(CurrentPerson)
    protected readonly person: CurrentPerson;

    @inject(ConnectedPeople)
    protected readonly people: ConnectedPeople;

    override async install(...parameters: Parameters<PluginServerImpl['install']>): Promise<void> {
        await super.install(...parameters);
        this.announce('installed', parameters[0]);
    }

    override async uninstall(...parameters: Parameters<PluginServerImpl['uninstall']>): Promise<void> {
        await super.uninstall(...parameters);
        this.announce('removed', parameters[0]);
    }

    protected announce(done: string, entry: string): void {
        // An entry is an id with a scheme before it (`vscode:extension/`), or the path of a file.
        const extension = entry.slice(entry.lastIndexOf('/') + 1);
        this.people.announce(this.person.value, `${done} the extension ${extension} for everybody in this workspace.`);
    }
}
