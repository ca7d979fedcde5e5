import { KeybindingRegistry } from '@theia/core/lib/browser/keybinding';
import { open, OpenerService } from '@theia/core/lib/browser/opener-service';
import { ReactWidget } from '@theia/core/lib/browser/widgets/react-widget';
import { type Message } from '@theia/core/lib/browser/widgets/widget';
import { CommandRegistry } from '@theia/core/lib/common/command';
import type URI from '@theia/core/lib/common/uri';
import { inject, injectable, postConstruct } from '@theia/core/shared/inversify';
import * as React from '@theia/core/shared/react';
import { WorkbenchContextService } from '../context/workbench-context-service';
import { isRefusedForViewers } from '../roles/viewer-commands';
import { ReadmeFinder } from './readme-finder';
import { type WelcomeAction, welcomeActions, welcomeHints } from './welcome-actions';
import { WelcomePage } from './welcome-page';

/** The first thing to see in a workspace in which nothing is open. */
@injectable()
export class WelcomeWidget extends ReactWidget {
    static readonly ID = 'longtable-welcome';
    static readonly LABEL = 'Welcome';

    @inject(WorkbenchContextService)
    protected readonly contextService: WorkbenchContextService;

    @inject(CommandRegistry)
    protected readonly commands: CommandRegistry;

    @inject(KeybindingRegistry)
    protected readonly keybindings: KeybindingRegistry;

    @inject(OpenerService)
    protected readonly openers: OpenerService;

    @inject(ReadmeFinder)
    protected readonly readmeFinder: ReadmeFinder;

    protected readme: URI | undefined;

    @postConstruct()
    protected init(): void {
        this.id = WelcomeWidget.ID;
        this.title.label = WelcomeWidget.LABEL;
        this.title.caption = WelcomeWidget.LABEL;
        this.title.iconClass = 'codicon codicon-home';
        this.title.closable = true;
        this.node.tabIndex = 0;
        this.addClass('longtable-welcome');
        this.toDispose.push(this.contextService.onDidChangeContext(() => this.update()));
        this.toDispose.push(this.keybindings.onKeybindingsChanged(() => this.update()));
        void this.findReadme();
        this.update();
    }

    protected async findReadme(): Promise<void> {
        // A folder that cannot be listed has no introduction to offer; the explorer says what is wrong with it.
        this.readme = await this.readmeFinder.find().catch(() => undefined);
        this.update();
    }

    protected override onActivateRequest(msg: Message): void {
        super.onActivateRequest(msg);
        (this.node.querySelector('button') ?? this.node).focus();
    }

    protected render(): React.ReactNode {
        const { context, pages } = this.contextService;
        return (
            <WelcomePage
                workspaceName={context?.workspace.name}
                repository={context?.workspace.repository}
                gitRef={context?.workspace.ref}
                dashboardUrl={pages.dashboard}
                actions={[
                    ...this.readmeActions(),
                    ...welcomeActions
                        .filter(({ command }) => this.isOffered(command))
                        .map(action => this.toItem(action))
                ]}
                hints={welcomeHints
                    .filter(({ command }) => this.isOffered(command))
                    .map(({ command, label }) => ({ label, keys: this.keysOf(command) }))
                    .filter(hint => hint.keys.length > 0)}
            />
        );
    }

    protected isOffered(command: string): boolean {
        return !isRefusedForViewers(command) || this.contextService.can('edit');
    }

    protected readmeActions(): React.ComponentProps<typeof WelcomePage>['actions'] {
        const { readme } = this;
        return readme
            ? [
                  {
                      label: `Read ${readme.path.base}`,
                      icon: 'book',
                      description: 'What this repository is about',
                      keys: [],
                      run: () => void open(this.openers, readme)
                  }
              ]
            : [];
    }

    protected toItem({
        command,
        label,
        icon,
        description
    }: WelcomeAction): React.ComponentProps<typeof WelcomePage>['actions'][number] {
        return {
            label,
            icon,
            description,
            keys: this.keysOf(command),
            run: () => void this.commands.executeCommand(command)
        };
    }

    protected keysOf(command: string): string[] {
        const [keybinding] = this.keybindings.getKeybindingsForCommand(command);
        return keybinding ? this.keybindings.acceleratorFor(keybinding, '+') : [];
    }
}
