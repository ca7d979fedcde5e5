import { messageOf, type StartUpProblem, type StartUpState } from '@longtable/common';
import { OpenerService, open } from '@theia/core/lib/browser/opener-service';
import { MessageService } from '@theia/core/lib/common/message-service';
import { inject, injectable } from '@theia/core/shared/inversify';
import { HostedPluginSupport } from '@theia/plugin-ext/lib/hosted/browser/hosted-plugin';
import { VSXExtensionsModel } from '@theia/vsx-registry/lib/browser/vsx-extensions-model';
import { WorkspaceService } from '@theia/workspace/lib/browser/workspace-service';
import { type News } from './start-up-memory';
import { lostWords, problemWords, recommendationWords } from './start-up-words';

const OPEN_FILE = 'Open File';
const INSTALL = 'Install';

/** Stays until somebody closes it. */
const lasting = { timeout: -1 };

/** Tells what people have to know of a start: what is wrong in its files, what was lost, what is recommended. */
@injectable()
export class StartUpNotices {
    @inject(MessageService)
    protected readonly messages: MessageService;

    @inject(OpenerService)
    protected readonly opener: OpenerService;

    @inject(WorkspaceService)
    protected readonly workspace: WorkspaceService;

    @inject(HostedPluginSupport)
    protected readonly plugins: HostedPluginSupport;

    @inject(VSXExtensionsModel)
    protected readonly extensions: VSXExtensionsModel;

    tell({ problems, lost }: StartUpState, news: News): void {
        if (news.start) {
            for (const problem of problems) {
                void this.tellProblem(problem);
            }
        }
        if (news.backend && lost.length > 0) {
            void this.messages.warn(lostWords(lost), lasting);
        }
        if (news.recommendations.length > 0) {
            void this.recommend(news.recommendations);
        }
    }

    protected async tellProblem(problem: StartUpProblem): Promise<void> {
        const root = this.workspace.tryGetRoots()[0]?.resource;
        const isFile = root !== undefined && problem.line !== undefined;
        const answer = await this.messages.warn(problemWords(problem), lasting, ...(isFile ? [OPEN_FILE] : []));
        if (answer === OPEN_FILE && root) {
            const position = { line: (problem.line ?? 1) - 1, character: (problem.column ?? 1) - 1 };
            await open(this.opener, root.resolve(problem.file), { selection: { start: position, end: position } });
        }
    }

    protected async recommend(ids: readonly string[]): Promise<void> {
        // Only then it is known which are there.
        await this.plugins.didStart;
        const missing = ids.filter(
            id => !this.extensions.isInstalled(id.toLowerCase()) && !this.extensions.isInstalled(id)
        );
        if (missing.length === 0) {
            return;
        }
        const answer = await this.messages.info(recommendationWords(missing), lasting, INSTALL);
        if (answer === INSTALL) {
            await Promise.all(missing.map(id => this.install(id)));
        }
    }

    protected async install(id: string): Promise<void> {
        try {
            await (await this.extensions.resolve(id)).install();
        } catch (error) {
            const reason = messageOf(error);
            void this.messages.error(`The extension ${id} could not be installed: ${reason}`);
        }
    }
}
