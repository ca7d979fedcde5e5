import { ContextMenuRenderer } from '@theia/core/lib/browser/context-menu-renderer';
import { ReactWidget } from '@theia/core/lib/browser/widgets/react-widget';
import { inject, injectable, postConstruct } from '@theia/core/shared/inversify';
import * as React from '@theia/core/shared/react';
import { WorkbenchContextService } from '../context/workbench-context-service';
import { ACCOUNT_MENU } from './account-menu';
import { PresenceService } from '../people/presence-service';
import { initialsOf } from './initials';

/** The avatar at the top right; a click opens the account menu. */
@injectable()
export class AccountWidget extends ReactWidget {
    @inject(WorkbenchContextService)
    protected readonly contextService: WorkbenchContextService;

    @inject(ContextMenuRenderer)
    protected readonly contextMenuRenderer: ContextMenuRenderer;

    @inject(PresenceService)
    protected readonly presence: PresenceService;

    protected open = false;
    protected colour: string;
    /** The picture that could not be loaded, so that initials stand in for it. */
    protected brokenAvatar: string | undefined;

    @postConstruct()
    protected init(): void {
        this.id = 'longtable-account';
        this.addClass('longtable-account');
        this.colour = this.presence.colourOf('');
        this.toDispose.push(this.contextService.onDidChangeContext(() => this.update()));
        this.toDispose.push(this.presence.onDidChange(() => this.onPeopleChanged()));
        this.update();
    }

    /** The people change with every step of somebody; this person's colour hardly ever. */
    protected onPeopleChanged(): void {
        const me = this.contextService.context?.me;
        const colour = me ? this.presence.colourOf(me.id) : '';
        if (colour !== this.colour) {
            this.colour = colour;
            this.update();
        }
    }

    openMenu(): void {
        const button = this.node.querySelector('button');
        if (!button) {
            return;
        }
        const { right, bottom } = button.getBoundingClientRect();
        this.setOpen(true);
        this.contextMenuRenderer.render({
            menuPath: ACCOUNT_MENU,
            anchor: { x: right, y: bottom + 4 },
            context: button,
            includeAnchorArg: false,
            onHide: () => {
                this.setOpen(false);
                button.focus();
            }
        });
    }

    protected setOpen(open: boolean): void {
        this.open = open;
        this.update();
    }

    protected render(): React.ReactNode {
        const name = this.contextService.context?.me.name;
        return (
            <button
                type="button"
                className="longtable-avatar"
                aria-label="Account menu"
                aria-haspopup="menu"
                aria-expanded={this.open}
                title={name ?? 'Account'}
                onClick={() => this.openMenu()}
            >
                {this.renderAvatar()}
            </button>
        );
    }

    protected renderAvatar(): React.ReactNode {
        const me = this.contextService.context?.me;
        if (!me) {
            return <span className="codicon codicon-account" aria-hidden="true" />;
        }
        if (me.avatar && me.avatar !== this.brokenAvatar) {
            return (
                <img
                    src={me.avatar}
                    alt=""
                    referrerPolicy="no-referrer"
                    onError={() => {
                        this.brokenAvatar = me.avatar;
                        this.update();
                    }}
                />
            );
        }
        return (
            <span className="longtable-initials" style={{ backgroundColor: this.colour }} aria-hidden="true">
                {initialsOf(me.name)}
            </span>
        );
    }
}
