import type { StartUpState, StartUpTerminal } from '@longtable/common';
import { ApplicationShell } from '@theia/core/lib/browser/shell/application-shell';
import { WidgetManager } from '@theia/core/lib/browser/widget-manager';
import { inject, injectable } from '@theia/core/shared/inversify';
import { TerminalService } from '@theia/terminal/lib/browser/base/terminal-service';
import { type TerminalWidget } from '@theia/terminal/lib/browser/base/terminal-widget';
import {
    TERMINAL_WIDGET_FACTORY_ID,
    type TerminalWidgetFactoryOptions,
    TerminalWidgetImpl
} from '@theia/terminal/lib/browser/terminal-widget-impl';

/** Theia opens a new shell in the place of one of kind `user` that is gone, and none in the place of any other. */
const KIND = 'start-up-task';
const KEY = 'longtable.start-up';

/** Shows the terminals with start-up tasks as tabs. */
@injectable()
export class StartUpTerminals {
    @inject(TerminalService)
    protected readonly terminals: TerminalService;

    @inject(WidgetManager)
    protected readonly widgets: WidgetManager;

    @inject(ApplicationShell)
    protected readonly shell: ApplicationShell;

    /** Those that this page has shown already; one that somebody closed does not come back. */
    protected readonly shown = new Set<string>();
    protected last = new Map<string, TerminalWidget>();

    /**
     * Makes the tabs what the state says. A tab that the layout has brought back is left where it is; a new one comes to
     * the front if `reveal` says so.
     */
    async update(state: StartUpState, reveal: (terminal: StartUpTerminal) => boolean): Promise<void> {
        const keys = new Set(state.terminals.map(terminal => keyOf(state, terminal)));
        for (const widget of this.terminals.all) {
            const key = keyOfWidget(widget);
            if (key !== undefined && !keys.has(key)) {
                widget.dispose();
            }
        }
        const front: TerminalWidget[] = [];
        for (const terminal of state.terminals) {
            const key = keyOf(state, terminal);
            if (!this.shown.has(key)) {
                this.shown.add(key);
                const widget = await this.show(terminal, key);
                if (widget && reveal(terminal)) {
                    front.push(widget);
                }
            }
        }
        // The first of each area ends up in front.
        for (const widget of front.reverse()) {
            await this.shell.revealWidget(widget.id);
        }
    }

    /** Answers the widget if it is a new one. */
    protected async show(terminal: StartUpTerminal, key: string): Promise<TerminalWidget | undefined> {
        const { name, terminalId, openIn, openMode, ofTab } = terminal;
        const options: TerminalWidgetFactoryOptions = {
            created: `${KEY}/${key}`,
            title: name,
            kind: KIND,
            attributes: { [KEY]: key },
            useServerTitle: false,
            isTransient: ofTab
        };
        const widget = await this.widgets.getOrCreateWidget<TerminalWidgetImpl>(TERMINAL_WIDGET_FACTORY_ID, options);
        const restored = this.shell.getAreaFor(widget) !== undefined;
        if (!restored) {
            await widget.start(terminalId);
            const ref = this.last.get(openIn);
            await this.shell.addWidget(widget, {
                area: openIn,
                mode: openMode,
                ...(ref && this.shell.getAreaFor(ref) === openIn && { ref })
            });
        }
        this.last.set(openIn, widget);
        return restored ? undefined : widget;
    }
}

function keyOf({ start }: StartUpState, { id, terminalId }: StartUpTerminal): string {
    return `${start}/${id}/${terminalId}`;
}

function keyOfWidget(widget: TerminalWidget): string | undefined {
    return widget instanceof TerminalWidgetImpl ? (widget.options.attributes?.[KEY] ?? undefined) : undefined;
}
