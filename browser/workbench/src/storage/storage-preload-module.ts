import { PreloadContribution } from '@theia/core/lib/browser/preload/preloader';
import { ContainerModule } from '@theia/core/shared/inversify';
import { firstContextAnswer } from '../context/context-request';
import { handOver } from './shared-keys';
import { startedState } from './workbench-state';

/** Longest wait for the hub before the workbench starts all the same, in milliseconds. */
const AT_MOST_MS = 3000;

// Asked for beside the context and the calls of Theia's own preload. Nobody waits for it here: who needs it does.
void startedState();

// Themes are read while Theia starts, so whose they are has to be known before. The answer travels beside the calls that
// Theia's own preload makes.
export default new ContainerModule(bind => {
    bind(PreloadContribution).toConstantValue({
        initialize: () =>
            Promise.race([handOverToPerson(), new Promise<void>(resolve => setTimeout(resolve, AT_MOST_MS))])
    });
});

async function handOverToPerson(): Promise<void> {
    const answer = await firstContextAnswer();
    if (answer.kind === 'context') {
        handOver(window.localStorage, answer.context.me.id);
    }
}
