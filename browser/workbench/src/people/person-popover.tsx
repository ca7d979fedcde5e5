import { CommandService } from '@theia/core/lib/common/command';
import { Emitter } from '@theia/core/lib/common/event';
import { inject, injectable, postConstruct } from '@theia/core/shared/inversify';
import * as React from '@theia/core/shared/react';
import { createRoot, type Root } from '@theia/core/shared/react-dom/client';
import { WorkbenchContextService } from '../context/workbench-context-service';
import { FollowService } from '../table/follow-service';
import { TableCommand } from '../table/table-commands';
import { PeopleActions } from './people-actions';
import { PersonCard } from './person-card';
import { PresenceService } from './presence-service';

/** The small card of one person, below whatever was clicked. The browser closes it at Escape and at a click elsewhere. */
@injectable()
export class PersonPopover {
    @inject(PresenceService)
    protected readonly presence: PresenceService;

    @inject(WorkbenchContextService)
    protected readonly contextService: WorkbenchContextService;

    @inject(PeopleActions)
    protected readonly actions: PeopleActions;

    @inject(FollowService)
    protected readonly followService: FollowService;

    @inject(CommandService)
    protected readonly commands: CommandService;

    protected readonly onDidChangeEmitter = new Emitter<void>();
    readonly onDidChange = this.onDidChangeEmitter.event;

    protected userId: string | undefined;
    /** Whose card the press of the mouse has just closed, so that the click which follows does not open it again. */
    protected justClosed: { readonly userId: string; readonly at: number } | undefined;
    protected node: HTMLElement;
    protected root: Root;

    @postConstruct()
    protected init(): void {
        this.node = document.createElement('div');
        this.node.className = 'longtable-person-card';
        this.node.popover = 'auto';
        this.node.setAttribute('role', 'dialog');
        this.node.addEventListener('toggle', event => {
            if (event.newState === 'closed' && this.userId !== undefined) {
                this.justClosed = { userId: this.userId, at: Date.now() };
                this.userId = undefined;
                this.onDidChangeEmitter.fire();
            }
        });
        this.root = createRoot(this.node);
        this.presence.onDidChange(() => this.render());
    }

    isOpenFor(userId: string): boolean {
        return this.userId === userId;
    }

    toggle(userId: string, anchor: HTMLElement): void {
        const { justClosed } = this;
        if (this.isOpenFor(userId) || (justClosed?.userId === userId && Date.now() - justClosed.at < 300)) {
            this.justClosed = undefined;
            this.close();
            return;
        }
        this.close();
        if (!this.node.isConnected) {
            document.body.append(this.node);
        }
        this.userId = userId;
        this.render();
        this.node.showPopover();
        this.place(anchor);
        this.onDidChangeEmitter.fire();
    }

    close(): void {
        if (this.node.isConnected && this.node.matches(':popover-open')) {
            this.node.hidePopover();
        }
        this.userId = undefined;
        this.onDidChangeEmitter.fire();
    }

    protected place(anchor: HTMLElement): void {
        const { right, bottom, left } = anchor.getBoundingClientRect();
        const width = this.node.offsetWidth;
        const wanted = right - width > 8 ? right - width : left;
        this.node.style.left = `${Math.max(8, Math.min(wanted, window.innerWidth - width - 8))}px`;
        this.node.style.top = `${bottom + 6}px`;
    }

    protected render(): void {
        if (this.userId === undefined) {
            return;
        }
        const person = this.presence.people.find(({ userId }) => userId === this.userId);
        if (!person) {
            // They have left in the meantime.
            this.close();
            return;
        }
        this.node.setAttribute('aria-label', person.name);
        const { actions, followService } = this;
        const followed = followService.followed === person.userId;
        const act = (run: () => unknown) => {
            this.close();
            void run();
        };
        this.root.render(
            <PersonCard
                person={person}
                isMe={person.userId === this.contextService.context?.me.id}
                mayManage={this.contextService.can('manage')}
                followed={followed}
                onFollow={() => act(() => (followed ? followService.stop() : followService.follow(person.userId)))}
                onBringEveryone={
                    this.contextService.can('edit') && this.presence.people.length > 1
                        ? () => act(() => this.commands.executeCommand(TableCommand.bringEveryone.id))
                        : undefined
                }
                onGoTo={location => act(() => actions.goTo(location))}
                onChangeRole={role => act(() => actions.changeRole(person, role))}
                onRemove={() => act(() => actions.remove(person))}
            />
        );
    }
}
