import { START_UP_PATH, type StartUpClient, type StartUpServer, type StartUpState } from '@longtable/common';
import {
    RemoteConnectionProvider,
    type ServiceConnectionProvider
} from '@theia/core/lib/browser/messaging/service-connection-provider';
import { Emitter, type Event } from '@theia/core/lib/common/event';
import { inject, injectable } from '@theia/core/shared/inversify';

/** Knows what is done at this start of the workspace. */
export const StartUpService = Symbol('StartUpService');
export interface StartUpService {
    /** What there is, as soon as it is known, and then at each change. */
    readonly onDidChangeState: Event<StartUpState>;
    /** Begins to listen. Only for those who may edit; others would be refused. */
    start(): Promise<void>;
    /** Begins what is to be done whenever a tab comes. */
    attach(): Promise<void>;
}

@injectable()
export class DefaultStartUpService implements StartUpService {
    @inject(RemoteConnectionProvider)
    protected readonly connections: ServiceConnectionProvider;

    protected readonly onDidChangeStateEmitter = new Emitter<StartUpState>();
    readonly onDidChangeState = this.onDidChangeStateEmitter.event;

    protected server: StartUpServer | undefined;

    async start(): Promise<void> {
        const client: StartUpClient = {
            onDidChangeState: state => {
                this.onDidChangeStateEmitter.fire(state);
            }
        };
        this.server = this.connections.createProxy<StartUpServer>(START_UP_PATH, client);
        const state = await this.server.getState();
        if (state) {
            this.onDidChangeStateEmitter.fire(state);
        }
    }

    async attach(): Promise<void> {
        await this.server?.attach();
    }
}
