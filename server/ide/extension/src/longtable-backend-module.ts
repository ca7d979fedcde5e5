import { ContainerModule } from '@theia/core/shared/inversify';
import { BackendApplication, BackendApplicationContribution } from '@theia/core/lib/node/backend-application';
import { BrowserConnectionTokenBackendContribution } from '@theia/core/lib/node/hosting/browser-connection-token';
import { ConnectionContainerModule } from '@theia/core/lib/node/messaging/connection-container-module';
import { DefaultMessagingService } from '@theia/core/lib/node/messaging/default-messaging-service';
import { WebsocketEndpoint } from '@theia/core/lib/node/messaging/websocket-endpoint';
import {
    ReconnectableSocketChannel,
    WebsocketFrontendConnectionService
} from '@theia/core/lib/node/messaging/websocket-frontend-connection-service';
import { InventoryContribution } from './access/inventory-contribution';
import { WorkspaceBoundaries } from './access/workspace-boundaries';
import { DeployedExtensionsContribution } from './extensions/deployed-extensions-contribution';
import { AssertedRequestIdentities, RequestIdentities } from './identity/request-identities';
import { AssertedConnectionContribution } from './identity/theia-browser-connection-token-override';
import { PersonalConnectionService } from './identity/theia-frontend-connection-service-override';
import { ResumableSocketChannel } from './identity/theia-reconnectable-socket-channel-override';
import { PersonalMessagingService } from './identity/theia-messaging-service-override';
import { ConnectedPeople } from './person/connected-people';
import { personalPluginHost } from './person/theia-plugin-host-override';
import { PersonalServices } from './person/personal-services';
import { EnvironmentContribution } from './start/environment-contribution';
import { readStartSettings, removeLongtableVariables, StartSettings } from './start/settings';
import { SocketBackendApplication } from './start/theia-backend-application-override';
import { CompressingWebsocketEndpoint } from './start/theia-websocket-endpoint-override';
import { startUpConnection } from './tasks/start-up-connection';
import { StartUpContribution } from './tasks/start-up-contribution';
import { StartUpTasks } from './tasks/start-up-tasks';
import { OwnTerminalsContribution } from './terminals/own-terminals-contribution';
import { RestoredTerminalRecords } from './terminals/restored-terminals';

const settings = readStartSettings(process.env);
removeLongtableVariables(process.env);

export default new ContainerModule((bind, _unbind, _isBound, rebind) => {
    bind(StartSettings).toConstantValue(settings);
    rebind(BackendApplication).to(SocketBackendApplication).inSingletonScope();
    rebind(WebsocketEndpoint).to(CompressingWebsocketEndpoint).inSingletonScope();
    bind(EnvironmentContribution).toSelf().inSingletonScope();
    bind(BackendApplicationContribution).toService(EnvironmentContribution);

    bind(RequestIdentities).to(AssertedRequestIdentities).inSingletonScope();
    rebind(BrowserConnectionTokenBackendContribution).to(AssertedConnectionContribution).inSingletonScope();
    bind(PersonalConnectionService).toSelf().inSingletonScope();
    rebind(WebsocketFrontendConnectionService).toService(PersonalConnectionService);
    rebind(ReconnectableSocketChannel).to(ResumableSocketChannel);
    bind(PersonalMessagingService).toSelf().inSingletonScope();
    rebind(DefaultMessagingService).toService(PersonalMessagingService);
    bind(InventoryContribution).toSelf().inSingletonScope();
    bind(BackendApplicationContribution).toService(InventoryContribution);
    bind(WorkspaceBoundaries).toSelf().inSingletonScope();

    bind(PersonalServices).toSelf().inSingletonScope();
    bind(RestoredTerminalRecords).toSelf().inSingletonScope();
    bind(OwnTerminalsContribution).toSelf().inSingletonScope();
    bind(BackendApplicationContribution).toService(OwnTerminalsContribution);
    bind(ConnectedPeople).toSelf().inSingletonScope();
    bind(ConnectionContainerModule).toConstantValue(personalPluginHost);

    bind(DeployedExtensionsContribution).toSelf().inSingletonScope();
    bind(BackendApplicationContribution).toService(DeployedExtensionsContribution);

    bind(StartUpTasks).toSelf().inSingletonScope();
    bind(StartUpContribution).toSelf().inSingletonScope();
    bind(BackendApplicationContribution).toService(StartUpContribution);
    bind(ConnectionContainerModule).toConstantValue(startUpConnection);
});
