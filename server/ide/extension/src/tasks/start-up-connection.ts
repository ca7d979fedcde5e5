import { START_UP_PATH, type StartUpClient, type StartUpServer, type StartUpState } from '@longtable/common';
import { DisposableCollection } from '@theia/core/lib/common/disposable';
import type { RpcProxy } from '@theia/core/lib/common/messaging';
import { ConnectionContainerModule } from '@theia/core/lib/node/messaging/connection-container-module';
import { inject, injectable } from '@theia/core/shared/inversify';
import { ConnectionIdentity } from '../identity/connection-identity';
import { StartUpTasks } from './start-up-tasks';

/** What one tab of a browser hears of start-up tasks. */
@injectable()
export class TabStartUpServer implements StartUpServer {
    @inject(StartUpTasks)
    protected readonly tasks: StartUpTasks;

    @inject(ConnectionIdentity)
    protected readonly person: ConnectionIdentity;

    protected readonly toDispose = new DisposableCollection();

    /** Keeps the workbench informed until its connection is gone for good. */
    serve(client: RpcProxy<StartUpClient>): void {
        this.toDispose.push(
            this.tasks.onDidChange(() => {
                const state = this.tasks.stateFor(this);
                if (state) {
                    client.onDidChangeState(state);
                }
            })
        );
        client.onDidCloseConnection(() => {
            this.toDispose.dispose();
            this.tasks.leave(this);
        });
    }

    getState(): Promise<StartUpState | undefined> {
        return Promise.resolve(this.tasks.stateFor(this));
    }

    attach(): Promise<void> {
        this.tasks.attach(this.person, this);
        return Promise.resolve();
    }
}

/** Offers {@link TabStartUpServer} to each connection. */
export const startUpConnection = ConnectionContainerModule.create(({ bind, bindBackendService }) => {
    bind(TabStartUpServer).toSelf().inSingletonScope();
    bindBackendService<TabStartUpServer, StartUpClient>(START_UP_PATH, TabStartUpServer, (server, client) => {
        server.serve(client);
        return server;
    });
});
