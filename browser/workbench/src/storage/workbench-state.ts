import type { WorkbenchStateAnswer } from '@longtable/common';
import { firstContextAnswer } from '../context/context-request';
import { personOf, personalKey } from './personal-storage';
import { StateCache } from './state-cache';
import { askForState, firstStateAnswer, sendState } from './state-request';
import { StateSender } from './state-sender';

/** What this person's workbench keeps, as it is in this browser, and what brings it to the hub. */
export interface StartedState {
    readonly cache: StateCache;
    /** Nothing is sent without one: nobody knows whose it would be. */
    readonly sender: StateSender | undefined;
    /** Hears once why the hub does not keep something. */
    onRefused: ((message: string) => void) | undefined;
}

let started: Promise<StartedState> | undefined;
let now: StartedState | undefined;

/** Resolves once what the hub keeps is here, or cannot be had. Both questions travel at the same time. */
export function startedState(): Promise<StartedState> {
    return (started ??= start().then(state => (now = state)));
}

/** The same, once it is here: a page that goes away cannot wait. */
export function startedStateNow(): StartedState | undefined {
    return now;
}

async function start(): Promise<StartedState> {
    const [context, answer] = await Promise.all([firstContextAnswer(), firstStateAnswer()]);
    const me = context.kind === 'context' ? context.context.me : undefined;
    const cache = new StateCache(window.localStorage, `${personalKey('theia', personOf(me))}:`);
    if (me === undefined) {
        return { cache, sender: undefined, onRefused: undefined };
    }
    if (answer !== undefined) {
        cache.accept(answer);
    }
    const state: StartedState = {
        cache,
        sender: new StateSender({
            cache,
            ...(answer === undefined && { askForUnseen: async () => unseenOf(cache, await askForState()) }),
            send: sendState,
            onRefused: message => state.onRefused?.(message)
        }),
        onRefused: undefined
    };
    return state;
}

function unseenOf(cache: StateCache, answer: WorkbenchStateAnswer | undefined): ReadonlySet<string> | undefined {
    return answer && cache.unseen(answer);
}
