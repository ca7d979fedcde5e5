import type { PresenceNotice, PresenceReport, PresentPerson, SummonsAnswer, UserId } from '@longtable/common';
import { type Disposable, DisposableCollection } from '@theia/core/lib/common/disposable';
import { Emitter, type Event } from '@theia/core/lib/common/event';
import { inject, injectable } from '@theia/core/shared/inversify';
import { WorkbenchContextService } from '../context/workbench-context-service';
import { ActivityWatch } from './activity-watch';
import { FrontView } from './front-view';
import { colourOf } from './person-colour';
import { sortPeople } from './person-order';
import { presencePath } from './people-message';
import { PresenceConnection } from './presence-connection';
import { Throttle } from './throttle';

/** Two reports a second are enough to see somebody move. */
const REPORT_EVERY_MS = 500;
/** How long to wait for what the agent says to a request, in milliseconds. */
const ANSWER_WITHIN_MS = 10_000;

/** Somebody asks this person to come to them. */
export interface SummonsCall {
    readonly id: string;
    readonly userId: UserId;
    readonly name: string;
}

/** Knows who is in this workspace now, and tells the others where this person is. */
export const PresenceService = Symbol('PresenceService');
export interface PresenceService {
    /** Everybody who is here, this person first. The last that was known while the connection is lost. */
    readonly people: readonly PresentPerson[];
    /** Whether that is up to date. */
    readonly connected: boolean;
    readonly onDidChange: Event<void>;
    /** Names this tab to the others. */
    readonly tab: string;
    person(userId: string): PresentPerson | undefined;
    /** The colour of somebody, for CSS; that of those who are not here if they are not. */
    colourOf(userId: string): string;
    /** Whom this tab follows, for the others to know. */
    following: string | undefined;
    /** Asks everybody else to come here. Never rejects. */
    summon(): Promise<SummonsAnswer>;
    readonly onDidSummon: Event<SummonsCall>;
    /** A summons, by its id, that this person has answered in another tab. */
    readonly onDidWithdrawSummons: Event<string>;
    /** Tells this person's other tabs that a summons is answered. */
    answered(summonsId: string): void;
}

@injectable()
export class DefaultPresenceService implements PresenceService, Disposable {
    @inject(WorkbenchContextService)
    protected readonly contextService: WorkbenchContextService;

    @inject(FrontView)
    protected readonly front: FrontView;

    protected readonly onDidChangeEmitter = new Emitter<void>();
    readonly onDidChange = this.onDidChangeEmitter.event;
    protected readonly onDidSummonEmitter = new Emitter<SummonsCall>();
    readonly onDidSummon = this.onDidSummonEmitter.event;
    protected readonly onDidWithdrawSummonsEmitter = new Emitter<string>();
    readonly onDidWithdrawSummons = this.onDidWithdrawSummonsEmitter.event;

    people: readonly PresentPerson[] = [];
    connected = false;
    readonly tab = [...crypto.getRandomValues(new Uint8Array(12))].map(byte => byte.toString(36)).join('');

    protected readonly toDispose = new DisposableCollection();
    protected connection: PresenceConnection | undefined;
    protected watch: ActivityWatch | undefined;
    protected followed: string | undefined;
    protected readonly reports = new Throttle<PresenceReport>({
        every: REPORT_EVERY_MS,
        value: () => this.makeReport(),
        pass: report => this.connection?.send(report),
        keyOf: ({ quiet: _quiet, ...report }) => JSON.stringify(report)
    });
    /** Those who wait for an answer to a summons, first come, first served. */
    protected readonly waiting: ((answer: SummonsAnswer) => void)[] = [];

    /** Comes to the table, and stays there until disposed. */
    start(): void {
        this.watch = new ActivityWatch(
            document,
            () => this.report(),
            () => this.onInput()
        );
        this.connection = new PresenceConnection(
            new URL(presencePath, window.location.href.replace(/^http/, 'ws')).href,
            () => {
                this.reports.reset();
                this.report();
            },
            people => this.accept(people),
            notice => this.onNotice(notice)
        );
        this.toDispose.push(this.watch);
        this.toDispose.push(this.connection);
        this.toDispose.push(this.reports);
        this.toDispose.push(this.front);
        this.toDispose.push(this.front.onDidChange(() => this.report()));
        this.front.start();
        this.report();
    }

    dispose(): void {
        this.toDispose.dispose();
    }

    person(userId: string): PresentPerson | undefined {
        return this.people.find(person => person.userId === userId);
    }

    colourOf(userId: string): string {
        return colourOf(this.person(userId)?.colour);
    }

    get following(): string | undefined {
        return this.followed;
    }

    set following(userId: string | undefined) {
        this.followed = userId;
        this.report();
    }

    summon(): Promise<SummonsAnswer> {
        if (this.connection?.send({ summon: true }) !== true) {
            return Promise.resolve({ refused: 'Nobody was asked: the connection is lost. Try again when it is back.' });
        }
        return new Promise(resolve => {
            const timer = window.setTimeout(
                () => answer({ refused: 'The workspace has not answered. Perhaps nobody was asked; try again.' }),
                ANSWER_WITHIN_MS
            );
            const answer = (said: SummonsAnswer) => {
                window.clearTimeout(timer);
                const index = this.waiting.indexOf(answer);
                if (index >= 0) {
                    this.waiting.splice(index, 1);
                }
                resolve(said);
            };
            this.waiting.push(answer);
        });
    }

    answered(summonsId: string): void {
        this.connection?.send({ acted: summonsId });
    }

    protected accept(people: readonly PresentPerson[] | undefined): void {
        this.connected = people !== undefined;
        if (people) {
            this.people = sortPeople(people, this.contextService.context?.me.id);
        }
        this.onDidChangeEmitter.fire();
    }

    protected onNotice(notice: PresenceNotice): void {
        if ('summons' in notice) {
            this.onDidSummonEmitter.fire(notice.summons);
        } else if ('withdrawn' in notice) {
            this.onDidWithdrawSummonsEmitter.fire(notice.withdrawn);
        } else {
            this.waiting[0]?.(notice.summoned);
        }
    }

    /** Whoever changes from one tab to another by pointing only is to be seen in that other one as well. */
    protected onInput(): void {
        const me = this.people.find(({ userId }) => userId === this.contextService.context?.me.id);
        if (me && me.tabs > 1 && me.tab !== this.tab) {
            this.reports.reset();
            this.report();
        }
    }

    protected report(): void {
        this.reports.changed();
    }

    protected makeReport(): PresenceReport {
        const { location } = this.front;
        return {
            activity: this.watch?.activity ?? 'active',
            ...(location && { location }),
            tab: this.tab,
            ...(this.followed !== undefined && { following: this.followed as UserId }),
            quiet: this.watch?.quietFor ?? 0
        };
    }
}
