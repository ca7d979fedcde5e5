import { messageOf } from '@longtable/common';
import { useEffect, useState, type ReactNode } from 'react';
import { createHubApi } from '../api/hub-api.js';
import { Action } from '../components/action.js';
import { Notice } from '../components/notice.js';
import { Splash } from '../components/splash.js';
import { WorkspaceFeed } from '../live/workspace-feed.js';
import { signInPath } from '../sign-in/return-to.js';
import { HubContext, type Hub } from './hub-context.js';

const api = createHubApi(
    (input, init) => fetch(input, init),
    () => location.replace(signInPath(location))
);

/** Finds out who is signed in and opens the live connection; whoever is signed out is sent to sign in. */
export function Session({ children }: { children: ReactNode }) {
    const [hub, setHub] = useState<Hub>();
    const [failure, setFailure] = useState<string>();
    const [attempt, setAttempt] = useState(0);

    useEffect(() => {
        let feed: WorkspaceFeed | undefined;
        let disposed = false;
        Promise.all([api.me(), api.installation()]).then(
            ([me, installation]) => {
                if (!disposed) {
                    feed = new WorkspaceFeed(api);
                    setHub({ api, me, installation, feed });
                }
            },
            (error: unknown) => setFailure(messageOf(error))
        );
        return () => {
            disposed = true;
            feed?.dispose();
        };
    }, [attempt]);

    if (hub) {
        return <HubContext value={hub}>{children}</HubContext>;
    }
    if (failure === undefined) {
        return <Splash />;
    }
    return (
        <Splash>
            <Notice tone="bad">{failure}</Notice>
            <Action
                tone="primary"
                onPress={() => {
                    setFailure(undefined);
                    setAttempt(attempt + 1);
                }}
            >
                Try again
            </Action>
        </Splash>
    );
}
