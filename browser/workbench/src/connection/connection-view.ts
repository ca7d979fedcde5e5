import type { ContextAnswer } from '../context/context-answer';
import type { HubPages } from '../context/hub-address';

/** What is known about the way from this page to its workspace. */
export interface ConnectionFacts {
    readonly online: boolean;
    /** Milliseconds since the connection was lost; 0 while online. */
    readonly offlineFor: number;
    /** The hub's newest answer; undefined when it was not asked since the connection was lost. */
    readonly answer: ContextAnswer | undefined;
    /** Why the page is being left on purpose, if it is. */
    readonly departure: string | undefined;
}

/** What the person sees of it. */
export type ConnectionView =
    | { readonly kind: 'connected' }
    | { readonly kind: 'reconnecting'; readonly message: string; readonly detail: string }
    | {
          readonly kind: 'away';
          /** What stays behind the page: `covered` shows nothing of it, `cleared` leaves nothing of it. */
          readonly workspace: 'blurred' | 'covered' | 'cleared';
          readonly title: string;
          readonly message: string;
          readonly action: { readonly label: string; readonly url: string };
      };

/** A connection that is back sooner than this, in milliseconds, is not worth a word. */
export const UNNOTICED_MS = 1500;

const connected: ConnectionView = { kind: 'connected' };

/** Turns what is known into what is shown. */
export function viewOf(facts: ConnectionFacts, pages: HubPages): ConnectionView {
    if (facts.departure !== undefined) {
        return { kind: 'reconnecting', message: facts.departure, detail: '' };
    }
    const away = facts.answer && awayViewOf(facts.answer, pages);
    if (away) {
        return away;
    }
    if (facts.online || facts.offlineFor < UNNOTICED_MS) {
        return connected;
    }
    return reconnectingViewOf(facts.answer);
}

function awayViewOf(answer: ContextAnswer, pages: HubPages): ConnectionView | undefined {
    switch (answer.kind) {
        case 'signed-out':
            return {
                kind: 'away',
                workspace: 'covered',
                title: 'You are signed out',
                message: 'Your session is over. The workspace and its files are kept. Sign in to go on where you were.',
                action: { label: 'Sign in', url: pages.loginAndReturn }
            };
        case 'no-access':
            return endedView(answer.message, pages);
        case 'not-running':
            return stoppedView(answer.message, pages);
        case 'context':
            return awayViewOfStatus(answer.context, pages);
        case 'unreachable':
            return undefined;
    }
}

function awayViewOfStatus(
    { workspace }: Extract<ContextAnswer, { kind: 'context' }>['context'],
    pages: HubPages
): ConnectionView | undefined {
    switch (workspace.status) {
        case 'stopping':
        case 'stopped':
            return stoppedView(workspace.statusReason, pages);
        case 'failed':
            return {
                kind: 'away',
                workspace: 'blurred',
                title: 'This workspace has failed',
                message: sentences(workspace.statusReason, 'Its files are kept. Its page shows what can be done.'),
                action: { label: 'Open its page', url: pages.workspace }
            };
        case 'creating':
        case 'starting':
        case 'running':
            return undefined;
    }
}

/** What is left when a person's right ended. `message` says who ended it, if that is known. */
export function endedView(message: string | undefined, pages: HubPages): Extract<ConnectionView, { kind: 'away' }> {
    return message === undefined
        ? {
              kind: 'away',
              workspace: 'cleared',
              title: 'This workspace is not yours to open',
              message: 'It was deleted, or your access to it has ended. The dashboard shows what you can open.',
              action: { label: 'Open Dashboard', url: pages.dashboard }
          }
        : {
              kind: 'away',
              workspace: 'cleared',
              title: 'Your access has ended',
              message: sentences(message),
              action: { label: 'Open Dashboard', url: pages.dashboard }
          };
}

function stoppedView(reason: string | undefined, pages: HubPages): ConnectionView {
    return {
        kind: 'away',
        workspace: 'blurred',
        title: 'This workspace is stopped',
        message: sentences(reason, 'Its files are kept. Start it to go on where you were.'),
        action: { label: 'Start workspace', url: pages.workspace }
    };
}

function reconnectingViewOf(answer: ContextAnswer | undefined): ConnectionView {
    const detail = 'What you type is kept in this browser.';
    if (answer?.kind === 'unreachable') {
        return { kind: 'reconnecting', message: `${answer.message} Reconnecting…`, detail };
    }
    const status = answer?.kind === 'context' ? answer.context.workspace.status : undefined;
    return status === 'starting' || status === 'creating'
        ? { kind: 'reconnecting', message: 'The workspace is starting…', detail }
        : { kind: 'reconnecting', message: 'Reconnecting to the workspace…', detail };
}

function sentences(...parts: (string | undefined)[]): string {
    return parts
        .filter(part => part !== undefined && part.trim().length > 0)
        .map(part => (/[.!?…]$/.test(part ?? '') ? part : `${part}.`))
        .join(' ');
}
