import { LongtableError, messageOf, type JoinState } from '@longtable/common';
import { useCallback, useEffect, useState } from 'react';
import { useHub } from '../session/hub-context.js';

const POLL_MILLISECONDS = 3_000;

/** How far somebody who followed a share link has come, as the page shows it. */
export type Joining =
    | { readonly state: 'asking' }
    | JoinState
    /** The link leads nowhere; asking again changes nothing. */
    | { readonly state: 'over'; readonly message: string }
    /** It is not known how things stand. */
    | { readonly state: 'unknown'; readonly message: string };

const finalCodes = new Set<string>(['not-found', 'forbidden', 'bad-request', 'conflict']);

/**
 * What is known after asking failed. Who waits goes on waiting while the hub cannot be reached. `reason` is what the
 * event that led to asking said: it says more than that the link is gone.
 */
export function afterFailure(before: Joining, error: unknown, reason?: string): Joining {
    if (error instanceof LongtableError && finalCodes.has(error.code)) {
        return { state: 'over', message: reason ?? error.message };
    }
    return before.state === 'asking' || before.state === 'unknown'
        ? { state: 'unknown', message: messageOf(error) }
        : before;
}

/** Follows a share link, and while its owner is asked, waits for the answer: told at once, and asked for every few seconds. */
export function useJoining(token: string): readonly [Joining, () => void] {
    const { api, feed } = useHub();
    const [joining, setJoining] = useState<Joining>({ state: 'asking' });

    const ask = useCallback(
        (reason?: string) => {
            api.join(token).then(setJoining, (error: unknown) =>
                setJoining(before => afterFailure(before, error, reason))
            );
        },
        [api, token]
    );

    useEffect(() => ask(), [ask]);

    const waiting = joining.state === 'waiting';
    useEffect(() => {
        if (!waiting) {
            return undefined;
        }
        const timer = setInterval(() => ask(), POLL_MILLISECONDS);
        // The event may be about another link that this person waits at: asking tells.
        const stopListening = feed.onJoinDecided(state => ask(state.state === 'refused' ? state.message : undefined));
        return () => {
            clearInterval(timer);
            stopListening();
        };
    }, [ask, feed, waiting]);

    return [joining, () => ask()];
}
