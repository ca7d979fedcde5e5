import { WebSocketConnectionSource } from '@theia/core/lib/browser/messaging/ws-connection-source';
import { ContainerModule } from '@theia/core/shared/inversify';
import { ResumableConnectionSource } from './theia-ws-connection-source-override';

// Here and not in the module of the frontend, since what is loaded before that opens the connection.
export default new ContainerModule((_bind, _unbind, _isBound, rebind) => {
    rebind(WebSocketConnectionSource).to(ResumableConnectionSource).inSingletonScope();
});
