import { PreloadContribution } from '@theia/core/lib/browser/preload/preloader';
import { ContainerModule } from '@theia/core/shared/inversify';
import { firstContextAnswer } from '../context/context-request';
import { HubPages, hubUrlOf, workspaceIdOf } from '../context/hub-address';
import { createAwayPage } from './connection-overlay';
import { endedView } from './connection-view';

// Whoever may not come in gets no connection either, and without one Theia waits before it loads its modules.
void firstContextAnswer().then(answer => {
    if (answer.kind === 'no-access') {
        const pages = new HubPages(hubUrlOf(window.location), workspaceIdOf(window.location));
        document.body.replaceChildren(createAwayPage(endedView(answer.message, pages)));
    }
});

export default new ContainerModule(bind => {
    bind(PreloadContribution).toConstantValue({ initialize: () => undefined });
});
