import type { Member, PresentPerson } from '@longtable/common';
import { ReactWidget } from '@theia/core/lib/browser/widgets/react-widget';
import { type Message } from '@theia/core/lib/browser/widgets/widget';
import { CommandService } from '@theia/core/lib/common/command';
import { inject, injectable, postConstruct } from '@theia/core/shared/inversify';
import * as React from '@theia/core/shared/react';
import { WorkbenchContextService } from '../context/workbench-context-service';
import { WorkspaceEventsService } from '../events/workspace-events-service';
import { FollowService } from '../table/follow-service';
import { TableCommand } from '../table/table-commands';
import { SharingCommand } from '../sharing/sharing-commands';
import { sharingSentence } from '../sharing/sharing-words';
import { MembersService } from './members-service';
import { PeopleActions } from './people-actions';
import { PersonRow, WaitingRow } from './people-panel-rows';
import { PresenceService } from './presence-service';

/** Everybody at the table with room for more, who waits at the door, and how the workspace is shared. */
@injectable()
export class PeoplePanelWidget extends ReactWidget {
    static readonly ID = 'longtable-people-panel';
    static readonly LABEL = 'People';

    @inject(PresenceService)
    protected readonly presence: PresenceService;

    @inject(WorkspaceEventsService)
    protected readonly events: WorkspaceEventsService;

    @inject(WorkbenchContextService)
    protected readonly contextService: WorkbenchContextService;

    @inject(MembersService)
    protected readonly membersService: MembersService;

    @inject(PeopleActions)
    protected readonly actions: PeopleActions;

    @inject(FollowService)
    protected readonly followService: FollowService;

    @inject(CommandService)
    protected readonly commands: CommandService;

    protected members: readonly Member[] = [];
    /** What was known of the people when the members were asked for last. */
    protected loadedFor: string | undefined;

    @postConstruct()
    protected init(): void {
        this.id = PeoplePanelWidget.ID;
        this.title.label = PeoplePanelWidget.LABEL;
        this.title.caption = PeoplePanelWidget.LABEL;
        this.title.iconClass = 'codicon codicon-organization';
        this.title.closable = true;
        this.node.tabIndex = 0;
        this.addClass('longtable-people-panel');
        this.toDispose.push(this.presence.onDidChange(() => this.refresh()));
        this.toDispose.push(this.followService.onDidChange(() => this.refresh()));
        this.toDispose.push(this.events.onDidChangeRequests(() => this.refresh()));
        this.toDispose.push(this.events.onDidChangeSharing(() => this.refresh()));
        this.toDispose.push(this.contextService.onDidChangeContext(() => this.refresh()));
        this.update();
    }

    protected override onActivateRequest(msg: Message): void {
        super.onActivateRequest(msg);
        this.node.focus();
    }

    protected override onAfterShow(msg: Message): void {
        super.onAfterShow(msg);
        this.reload();
    }

    protected refresh(): void {
        this.update();
        const people = this.presence.people.map(({ userId, role }) => `${userId} ${role}`).sort();
        const state = JSON.stringify([people, this.events.requests, this.events.sharing]);
        // Carets move many times a second; who may come in changes with who is here, if at all.
        if (this.isVisible && this.contextService.can('manage') && state !== this.loadedFor) {
            this.loadedFor = state;
            void this.loadMembers();
        }
    }

    protected reload(): void {
        this.loadedFor = undefined;
        this.refresh();
    }

    protected async loadMembers(): Promise<void> {
        try {
            this.members = await this.membersService.list();
            this.update();
        } catch {
            // Who is here is known without it; the next change asks again.
            this.loadedFor = undefined;
        }
    }

    protected render(): React.ReactNode {
        const { people } = this.presence;
        const here = new Set(people.map(({ userId }) => userId));
        const elsewhere = this.members.filter(({ userId }) => !here.has(userId));
        const waiting = this.events.requests;
        return (
            <>
                {waiting.length > 0 && (
                    <section aria-label="Waiting for you">
                        <h3>Waiting for you</h3>
                        <ul>
                            {waiting.map(request => (
                                <WaitingRow
                                    key={request.userId}
                                    request={request}
                                    onAdmit={role => void this.actions.admit(request, role)}
                                    onRefuse={() => void this.actions.refuse(request)}
                                />
                            ))}
                        </ul>
                    </section>
                )}
                <section aria-label="Here now">
                    <h3>Here now</h3>
                    <ul>{people.map(person => this.renderPerson(person))}</ul>
                    {people.length > 1 && this.contextService.can('edit') && (
                        <button
                            type="button"
                            className="theia-button secondary"
                            onClick={() => void this.commands.executeCommand(TableCommand.bringEveryone.id)}
                        >
                            Bring everyone to me
                        </button>
                    )}
                </section>
                {elsewhere.length > 0 && (
                    <section aria-label="May come in">
                        <h3>May come in</h3>
                        <ul>{elsewhere.map(member => this.renderPerson(member))}</ul>
                    </section>
                )}
                {this.renderSharing()}
            </>
        );
    }

    protected renderPerson(person: PresentPerson | Member): React.ReactNode {
        const followed = this.followService.followed === person.userId;
        return (
            <PersonRow
                key={person.userId}
                person={person}
                isMe={person.userId === this.contextService.context?.me.id}
                mayManage={this.contextService.can('manage')}
                followed={followed}
                onFollow={() => (followed ? this.followService.stop() : this.followService.follow(person.userId))}
                onGoTo={location => void this.actions.goTo(location)}
                onChangeRole={role => void this.actions.changeRole(person, role).then(() => this.reload())}
                onRemove={() => void this.actions.remove(person).then(() => this.reload())}
            />
        );
    }

    protected renderSharing(): React.ReactNode {
        const { sharing } = this.events;
        const mayManage = this.contextService.can('manage');
        return (
            <section aria-label="Sharing">
                <h3>Sharing</h3>
                <p>{sharingSentence(sharing)}</p>
                {mayManage && (
                    <button
                        type="button"
                        className={`theia-button ${sharing?.shared ? 'secondary' : 'main'}`}
                        onClick={() => void this.commands.executeCommand(SharingCommand.share.id)}
                    >
                        {sharing?.shared ? 'Link and settings' : 'Share'}
                    </button>
                )}
            </section>
        );
    }
}
