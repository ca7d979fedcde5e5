import { useLiveState } from '../session/hub-context.js';
import { WaitingPerson } from './waiting-person.js';
import './sharing.css';

/** Tells an owner on every page who waits to be let into their workspaces. Always there, so that screen readers notice. */
export function WaitingBanner() {
    const { workspaces, requests } = useLiveState();
    const waiting = [...requests].flatMap(([id, people]) => {
        const workspace = workspaces?.find(candidate => candidate.id === id);
        return workspace ? people.map(request => ({ workspace, request })) : [];
    });
    return (
        <section className="knocks" aria-label="Waiting to be let in" aria-live="polite">
            {waiting.length > 0 && (
                <ul className="people-list">
                    {waiting.map(({ workspace, request }) => (
                        <WaitingPerson
                            key={`${workspace.id} ${request.userId}`}
                            workspaceId={workspace.id}
                            request={request}
                        >
                            wants to enter <strong>{workspace.name}</strong>
                        </WaitingPerson>
                    ))}
                </ul>
            )}
        </section>
    );
}
