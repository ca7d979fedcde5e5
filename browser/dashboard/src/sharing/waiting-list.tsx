import type { WorkspaceId } from '@longtable/common';
import { useEffect } from 'react';
import { Moment } from '../components/moment.js';
import { useHub, useLiveState } from '../session/hub-context.js';
import { WaitingPerson } from './waiting-person.js';

/** Everybody who waits to be let into one workspace. */
export function WaitingList({ workspaceId }: { workspaceId: WorkspaceId }) {
    const { api, feed } = useHub();
    const requests = useLiveState().requests.get(workspaceId);

    useEffect(() => {
        api.requests(workspaceId).then(
            found => feed.requested(workspaceId, found),
            // What the live connection has said stays.
            () => undefined
        );
    }, [api, feed, workspaceId]);

    return (
        requests && (
            <section className="people-section" aria-labelledby="share-waiting">
                <h3 id="share-waiting">Waiting to be let in</h3>
                <ul className="people-list">
                    {requests.map(request => (
                        <WaitingPerson key={request.userId} workspaceId={workspaceId} request={request}>
                            {request.email ?? (
                                <>
                                    Asked <Moment iso={request.at} />
                                </>
                            )}
                        </WaitingPerson>
                    ))}
                </ul>
            </section>
        )
    );
}
