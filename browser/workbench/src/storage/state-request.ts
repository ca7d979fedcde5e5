import type { WorkbenchStateAnswer, WorkbenchStateChange, WorkbenchStateChanged } from '@longtable/common';
import { errorMessageOf, type Fetch, hubPrefix } from '../context/context-answer';
import { isRecord } from '../context/is-record';

/** The browser sends what is left to a page that goes away only up to so many bytes, of all its requests together. */
export const LARGEST_FAREWELL = 60_000;

const ATTEMPTS = 3;
const PAUSE_MS = 500;

/** How sending a change ended. What was `refused` for good is not worth trying again; else it is. */
export type Sent =
    | { readonly kind: 'changed'; readonly changed: WorkbenchStateChanged }
    | { readonly kind: 'refused'; readonly message?: string }
    | { readonly kind: 'failed' };

export interface Sending {
    /** In such a way that it arrives when the page has gone. */
    readonly leaving: boolean;
    readonly signal?: AbortSignal;
}

let first: Promise<WorkbenchStateAnswer | undefined> | undefined;

/** What the hub keeps, which is asked for as soon as the page runs; undefined when it does not tell. Never rejects. */
export function firstStateAnswer(): Promise<WorkbenchStateAnswer | undefined> {
    return (first ??= askForState());
}

export async function askForState(fetchIt: Fetch = fetch, pause = PAUSE_MS): Promise<WorkbenchStateAnswer | undefined> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
        if (attempt > 0) {
            await new Promise(resolve => setTimeout(resolve, pause));
        }
        try {
            const response = await fetchIt(`${hubPrefix}/workbench-state`, {
                headers: { accept: 'application/json' },
                cache: 'no-store',
                redirect: 'manual',
                signal: AbortSignal.timeout(10_000)
            });
            const body: unknown = await response.json().catch(() => undefined);
            if (response.ok && isAnswer(body)) {
                return body;
            }
            if (response.status >= 400 && response.status < 500) {
                return undefined;
            }
        } catch {
            // Asked again: a page that loads is at times too busy to hear an answer.
        }
    }
    return undefined;
}

/** Sends a change. Never rejects. */
export async function sendState(
    change: WorkbenchStateChange,
    { leaving, signal }: Sending,
    fetchIt: Fetch = fetch
): Promise<Sent> {
    const body = JSON.stringify(change);
    try {
        const response = await fetchIt(`${hubPrefix}/workbench-state`, {
            method: 'PATCH',
            headers: { accept: 'application/json', 'content-type': 'application/json' },
            body,
            cache: 'no-store',
            redirect: 'manual',
            ...(signal === undefined ? {} : { signal }),
            // Also of one that was sent a moment before the page went.
            keepalive: leaving || body.length * 3 < LARGEST_FAREWELL
        });
        const answer: unknown = await response.json().catch(() => undefined);
        if (response.ok) {
            return isChanged(answer) ? { kind: 'changed', changed: answer } : { kind: 'failed' };
        }
        // Whoever has no session or no right is told so elsewhere.
        const message = response.status === 413 ? errorMessageOf(answer) : undefined;
        return response.status >= 400 && response.status < 500 && response.status !== 429
            ? { kind: 'refused', ...(message === undefined ? {} : { message }) }
            : { kind: 'failed' };
    } catch {
        return { kind: 'failed' };
    }
}

function isAnswer(body: unknown): body is WorkbenchStateAnswer {
    return (
        isRecord(body) &&
        typeof body['revision'] === 'number' &&
        isRecord(body['entries']) &&
        isRecord(body['revisions'])
    );
}

function isChanged(body: unknown): body is WorkbenchStateChanged {
    return isRecord(body) && typeof body['revision'] === 'number';
}
