import type { PresenceLocation, PresentPerson } from '@longtable/common';
import type { Replica } from '@longtable/common/documents';
import { ApplicationShell } from '@theia/core/lib/browser/shell/application-shell';
import { Disposable, DisposableCollection } from '@theia/core/lib/common/disposable';
import { Emitter, type Event } from '@theia/core/lib/common/event';
import { MessageService } from '@theia/core/lib/common/message-service';
import { inject, injectable } from '@theia/core/shared/inversify';
import { type EditorWidget } from '@theia/editor/lib/browser/editor-widget';
import { MonacoEditor } from '@theia/monaco/lib/browser/monaco-editor';
import { WorkbenchContextService } from '../context/workbench-context-service';
import { LiveTextService } from '../documents/live-text';
import { PresenceService } from '../people/presence-service';
import { asPlainText } from './as-plain-text';
import { FollowFrame } from './follow-frame';
import { leaderOf } from './follow-leader';
import { OwnInput } from './own-input';
import { ViewOpener } from './view-opener';

/** Whoever is gone for less than this, in milliseconds, has loaded their page anew and not left. */
const ABSENCE_MS = 5000;

/** Where one says whom to follow, and no more; a click there is for its button to act on. */
const CONTROLS = '.longtable-people, .longtable-person-card, .longtable-follow-control, .longtable-follow-bar';

/** Lets this person see what somebody else sees. */
export const FollowService = Symbol('FollowService');
export interface FollowService {
    /** The user id of the one who is followed. */
    readonly followed: string | undefined;
    readonly onDidChange: Event<void>;
    /** Follows somebody until this person presses a key, clicks or scrolls, or the other leaves. */
    follow(userId: string): void;
    stop(): void;
}

@injectable()
export class DefaultFollowService implements FollowService {
    @inject(PresenceService)
    protected readonly presence: PresenceService;

    @inject(WorkbenchContextService)
    protected readonly contextService: WorkbenchContextService;

    @inject(LiveTextService)
    protected readonly liveTexts: LiveTextService;

    @inject(ViewOpener)
    protected readonly opener: ViewOpener;

    @inject(MessageService)
    protected readonly messages: MessageService;

    @inject(ApplicationShell)
    protected readonly shell: ApplicationShell;

    protected readonly onDidChangeEmitter = new Emitter<void>();
    readonly onDidChange = this.onDidChangeEmitter.event;

    followed: string | undefined;

    protected readonly toDispose = new DisposableCollection();
    protected readonly toDisposeText = new DisposableCollection();
    protected name = '';
    protected input: OwnInput | undefined;
    /** The view that was opened last, and what it shows. */
    protected shown: { readonly key: string; readonly editor: EditorWidget | undefined } | undefined;
    protected opening = false;
    /** The lines that were scrolled to last. */
    protected scrolled = '';
    protected leaving: number | undefined;

    follow(userId: string): void {
        const person = this.presence.person(userId);
        if (!person || userId === this.contextService.context?.me.id) {
            return;
        }
        this.end();
        this.followed = userId;
        this.name = person.name;
        this.presence.following = userId;
        const frame = new FollowFrame(person.name, this.presence.colourOf(userId), () => this.stop());
        this.input = new OwnInput(window, () => this.stop(), isControl);
        this.toDispose.pushAll([
            frame,
            this.input,
            this.presence.onDidChange(() => {
                if (this.presence.person(userId)) {
                    frame.paint(this.presence.colourOf(userId));
                }
                this.update();
            }),
            this.liveTexts.onDidChange(() => this.watchText()),
            Disposable.create(() => window.clearTimeout(this.leaving)),
            Disposable.create(() => this.toDisposeText.dispose())
        ]);
        this.onDidChangeEmitter.fire();
        this.update();
    }

    stop(): void {
        if (this.followed === undefined) {
            return;
        }
        this.end();
        this.onDidChangeEmitter.fire();
        const front = this.shell.getCurrentWidget('main');
        if (front && document.activeElement === document.body) {
            // What had the keys is hidden now: they go to what is in front.
            void this.shell.activateWidget(front.id);
        }
    }

    protected end(): void {
        this.toDispose.dispose();
        this.followed = undefined;
        this.presence.following = undefined;
        this.input = undefined;
        this.shown = undefined;
        this.scrolled = '';
        this.leaving = undefined;
    }

    /** Goes to where the followed person is now. */
    protected update(): void {
        const { followed } = this;
        if (followed === undefined) {
            return;
        }
        this.checkPresence(this.presence.person(followed));
        const leader = this.leader();
        if (leader?.location) {
            void this.show(leader.location);
        }
    }

    protected leader(): PresentPerson | undefined {
        return this.followed === undefined
            ? undefined
            : leaderOf(this.presence.people, this.followed, this.contextService.context?.me.id);
    }

    protected checkPresence(person: PresentPerson | undefined): void {
        if (person) {
            window.clearTimeout(this.leaving);
            this.leaving = undefined;
        } else if (this.presence.connected) {
            this.leaving ??= window.setTimeout(() => {
                const { name } = this;
                this.stop();
                void this.messages.info(`${asPlainText(name)} has left. You do not follow anybody any more.`, {
                    timeout: 8000
                });
            }, ABSENCE_MS);
        }
    }

    protected async show(location: PresenceLocation): Promise<void> {
        const key = JSON.stringify([location.path, location.view]);
        if (this.opening) {
            return; // looks again when that is done
        }
        if (this.shown?.key === key) {
            this.scroll();
            return;
        }
        const { input } = this;
        this.opening = true;
        input?.moving();
        try {
            this.shown = { key, editor: await this.opener.open(location) };
        } catch {
            // A file that is there for the other and not here, or not yet: the next place is tried again.
            this.shown = { key, editor: undefined };
        } finally {
            this.opening = false;
        }
        this.scrolled = '';
        // If it has ended in the meantime, this is another follow or none, and looks for itself.
        if (input === this.input) {
            input?.moving();
            this.watchText();
        }
        this.update();
    }

    /** Carets tell of scrolling sooner than presence does. */
    protected watchText(): void {
        this.toDisposeText.dispose();
        const replica = this.replica();
        if (replica) {
            this.toDisposeText.push(replica.onDidChangeCarets(() => this.scroll()));
        }
        this.scroll();
    }

    protected replica(): Replica | undefined {
        const uri = this.shown?.editor?.getResourceUri();
        return uri && this.liveTexts.replicaOf(uri);
    }

    /** Shows the lines that the leader sees; in a smaller window, those around their caret. */
    protected scroll(): void {
        const leader = this.leader();
        const control = this.shown?.editor && MonacoEditor.get(this.shown.editor)?.getControl();
        if (!control || leader?.location === undefined) {
            return;
        }
        const caret = [...(this.replica()?.carets.values() ?? [])].find(
            ({ person, tab }) => person.userId === leader.userId && tab === leader.tab
        );
        const { line } = leader.location;
        const lines = caret?.view ? ([caret.view[0] + 1, caret.view[1] + 1] as const) : leader.location.lines;
        const key = JSON.stringify([lines, line]);
        if (!lines || key === this.scrolled) {
            return;
        }
        this.scrolled = key;
        control.setScrollTop(control.getTopForLineNumber(lines[0]));
        if (line !== undefined && line >= lines[0] && line <= lines[1]) {
            control.revealLineInCenterIfOutsideViewport(line);
        }
    }
}

function isControl(target: EventTarget | null): boolean {
    return target instanceof Element && target.closest(CONTROLS) !== null;
}
