import type { PresentPerson } from '@longtable/common';
import { ReactWidget } from '@theia/core/lib/browser/widgets/react-widget';
import { CommandService } from '@theia/core/lib/common/command';
import { inject, injectable, postConstruct } from '@theia/core/shared/inversify';
import * as React from '@theia/core/shared/react';
import { WorkbenchContextService } from '../context/workbench-context-service';
import { PeopleActions } from './people-actions';
import { PeopleCommand } from './people-commands';
import { PersonAvatar } from './person-avatar';
import { PersonPopover } from './person-popover';
import { PresenceService } from './presence-service';
import { describePerson, nameWithRole } from './person-words';

/** How many people have room at the top. */
const ROOM_FOR = 6;

/** The people in this workspace, at the top right. */
@injectable()
export class PeopleWidget extends ReactWidget {
    @inject(PresenceService)
    protected readonly presence: PresenceService;

    @inject(WorkbenchContextService)
    protected readonly contextService: WorkbenchContextService;

    @inject(PeopleActions)
    protected readonly actions: PeopleActions;

    @inject(CommandService)
    protected readonly commands: CommandService;

    @inject(PersonPopover)
    protected readonly popover: PersonPopover;

    @postConstruct()
    protected init(): void {
        this.id = 'longtable-people';
        this.addClass('longtable-people');
        this.toDispose.push(this.presence.onDidChange(() => this.update()));
        this.toDispose.push(this.popover.onDidChange(() => this.update()));
        this.update();
    }

    protected render(): React.ReactNode {
        const { people, connected } = this.presence;
        const shown = people.slice(0, ROOM_FOR);
        const rest = people.slice(shown.length);
        return (
            <div className={`longtable-people-row${connected ? '' : ' longtable-mod-stale'}`}>
                <ul aria-label="People in this workspace">
                    {shown.map(person => (
                        <li key={person.userId} aria-label={nameWithRole(person)}>
                            {this.renderButton(person)}
                        </li>
                    ))}
                    {rest.map(person => (
                        <li key={person.userId} className="longtable-mod-unseen" aria-label={nameWithRole(person)} />
                    ))}
                </ul>
                {rest.length > 0 && (
                    <button
                        type="button"
                        className="longtable-people-more"
                        aria-label={`${rest.length} more: show everybody`}
                        title={rest.map(nameWithRole).join('\n')}
                        onClick={() => void this.commands.executeCommand(PeopleCommand.showPanel.id)}
                    >
                        +{rest.length}
                    </button>
                )}
            </div>
        );
    }

    protected renderButton(person: PresentPerson): React.ReactNode {
        return (
            <button
                type="button"
                className="longtable-person-button"
                aria-label={describePerson(person).replaceAll('\n', ', ')}
                aria-haspopup="dialog"
                aria-expanded={this.popover.isOpenFor(person.userId)}
                title={describePerson(person)}
                onClick={event => this.popover.toggle(person.userId, event.currentTarget)}
            >
                <PersonAvatar
                    colour={person.colour}
                    name={person.name}
                    avatar={person.avatar}
                    activity={person.activity}
                    tabs={person.tabs}
                />
            </button>
        );
    }
}
