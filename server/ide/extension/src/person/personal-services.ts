import type { Person, SnapshotTerminal, UserId } from '@longtable/common';
import { EnvVariablesServer, envVariablesPath } from '@theia/core/lib/common/env-variables';
import { FileUri } from '@theia/core/lib/common/file-uri';
import { KeyStoreService, keyStoreServicePath } from '@theia/core/lib/common/key-store';
import { ConnectionHandler, RpcConnectionHandler } from '@theia/core/lib/common/messaging';
import { RootContainer } from '@theia/core/lib/node/backend-application';
import { KeyStoreServiceImpl } from '@theia/core/lib/node/key-store-server';
import { Container, inject, injectable, type interfaces } from '@theia/core/shared/inversify';
import { PluginPathsServiceImpl } from '@theia/plugin-ext/lib/main/node/paths/plugin-paths-service';
import { pluginPathsServicePath, PluginPathsService } from '@theia/plugin-ext/lib/main/common/plugin-paths-protocol';
import { PluginsKeyValueStorage } from '@theia/plugin-ext/lib/main/node/plugins-key-value-storage';
import { PluginServer, pluginServerJsonRpcPath } from '@theia/plugin-ext/lib/common/plugin-protocol';
import { type TaskClient, taskPath, TaskServer } from '@theia/task/lib/common';
import { IShellTerminalServer, shellTerminalPath } from '@theia/terminal/lib/common/shell-terminal-protocol';
import { ITerminalServer, terminalPath } from '@theia/terminal/lib/common/terminal-protocol';
import { bindTerminalServer } from '@theia/terminal/lib/node/terminal-backend-module';
import { WorkspaceServer, workspacePath } from '@theia/workspace/lib/common';
import { DefaultWorkspaceServer } from '@theia/workspace/lib/node';
import { CurrentPerson } from './current-person';
import { PersonalEnvironment, SharedEnvironment } from './personal-environment';
import { PersonalPluginServer } from './theia-plugin-server-override';
import { PersonalTaskServer } from './personal-tasks';
import { PersonalShellTerminalServer, PersonalTerminalServer } from './theia-terminals-override';

/**
 * The services that each person has of their own, whatever the number of their tabs, in the place of those that Theia
 * has once for a backend. They live as long as the backend, since terminals and secrets outlive a closed tab.
 */
@injectable()
export class PersonalServices {
    @inject(RootContainer)
    protected readonly root: interfaces.Container;

    protected readonly people = new Map<UserId, interfaces.Container>();

    /** What a person's connections are to be served by before anything else of the same path. */
    handlersOf(person: Person): ConnectionHandler[] {
        return this.of(person).getAll<ConnectionHandler>(ConnectionHandler);
    }

    /** The shells that a person has open, the oldest first. */
    async terminalsOf({ userId }: Person): Promise<SnapshotTerminal[]> {
        const terminals = this.people.get(userId)?.get<PersonalShellTerminalServer>(IShellTerminalServer);
        return (await terminals?.describe()) ?? [];
    }

    /** Path of the directory with a person's settings. */
    async configurationDirectoryOf(person: Person): Promise<string> {
        return FileUri.fsPath(await this.of(person).get<EnvVariablesServer>(EnvVariablesServer).getConfigDirUri());
    }

    protected of(person: Person): interfaces.Container {
        let services = this.people.get(person.userId);
        if (services) {
            services.get<CurrentPerson>(CurrentPerson).value = person;
        } else {
            services = this.create(person);
            this.people.set(person.userId, services);
        }
        return services;
    }

    protected create(person: Person): interfaces.Container {
        const services = new Container({ defaultScope: 'Singleton' });
        services.parent = this.root;
        const bind: interfaces.Bind = identifier => services.bind(identifier);
        bind(CurrentPerson).toConstantValue(new CurrentPerson(person));

        bind(SharedEnvironment).toConstantValue(this.root.get(EnvVariablesServer));
        bind(EnvVariablesServer).to(PersonalEnvironment);
        bind(KeyStoreService).to(KeyStoreServiceImpl);
        bind(PluginPathsService).to(PluginPathsServiceImpl);
        // Each waits for the end of the process to write a last time.
        process.setMaxListeners(process.getMaxListeners() + 1);
        bind(PluginsKeyValueStorage).toSelf();
        bind(PluginServer).to(PersonalPluginServer);
        bind(WorkspaceServer).to(DefaultWorkspaceServer);
        const serve = (path: string, identifier: symbol): void => {
            bind(ConnectionHandler).toDynamicValue(
                () => new RpcConnectionHandler(path, () => services.get<object>(identifier))
            );
        };
        serve(envVariablesPath, EnvVariablesServer);
        serve(keyStoreServicePath, KeyStoreService);
        serve(pluginPathsServicePath, PluginPathsService);
        serve(pluginServerJsonRpcPath, PluginServer);
        serve(workspacePath, WorkspaceServer);

        bindTerminalServer(bind, {
            path: shellTerminalPath,
            identifier: IShellTerminalServer,
            constructor: PersonalShellTerminalServer
        });
        bindTerminalServer(bind, {
            path: terminalPath,
            identifier: ITerminalServer,
            constructor: PersonalTerminalServer
        });
        bind(ConnectionHandler).toDynamicValue(() => this.taskHandler(services.get<CurrentPerson>(CurrentPerson)));
        return services;
    }

    protected taskHandler(person: CurrentPerson): ConnectionHandler {
        const tasks = this.root.get<TaskServer>(TaskServer);
        return new RpcConnectionHandler<TaskClient>(taskPath, client => {
            tasks.setClient(client);
            client.onDidCloseConnection(() => tasks.disconnectClient(client));
            return new PersonalTaskServer(tasks, person);
        });
    }
}
