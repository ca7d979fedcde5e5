import { messageOf, type DecideRequest, type JoinRequest, type WorkspaceId } from '@longtable/common';
import { useState, type ReactNode } from 'react';
import { Action } from '../components/action.js';
import { Avatar } from '../components/avatar.js';
import { notify } from '../components/toasts.js';
import { useHub } from '../session/hub-context.js';

interface WaitingPersonProps {
    readonly workspaceId: WorkspaceId;
    readonly request: JoinRequest;
    /** What they wait for. */
    readonly children: ReactNode;
}

/** Someone who waits to be let in, and the answers one can give. */
export function WaitingPerson({ workspaceId, request, children }: WaitingPersonProps) {
    const { api, feed } = useHub();
    const [pending, setPending] = useState<string>();
    const [failure, setFailure] = useState<string>();

    async function decide(answer: string, decision: DecideRequest): Promise<void> {
        setPending(answer);
        setFailure(undefined);
        try {
            await api.decideRequest(workspaceId, request.userId, decision);
            notify({
                tone: 'info',
                text: decision.decision === 'admit' ? `${request.name} is let in.` : `${request.name} is not let in.`
            });
        } catch (error) {
            setFailure(messageOf(error));
        }
        // Either way: somebody else may have answered first.
        const requests = await api.requests(workspaceId).catch(() => undefined);
        if (requests) {
            feed.requested(workspaceId, requests);
        }
        setPending(undefined);
    }

    const answers = [
        { text: 'Admit as viewer', tone: 'primary', decision: { decision: 'admit', role: 'viewer' } },
        { text: 'Admit as editor', tone: 'plain', decision: { decision: 'admit', role: 'editor' } },
        { text: 'Refuse', tone: 'quiet', decision: { decision: 'refuse' } }
    ] as const;
    return (
        <li className="person person-waiting">
            <Avatar person={request} />
            <span className="person-words">
                <span className="person-name">{request.name}</span>
                <span className="person-detail">{children}</span>
                {failure && (
                    <span className="field-problem" role="alert">
                        {failure}
                    </span>
                )}
            </span>
            <span className="person-actions">
                {answers.map(({ text, tone, decision }) => (
                    <Action
                        key={text}
                        tone={tone}
                        aria-label={`${text}: ${request.name}`}
                        busy={pending !== undefined}
                        onPress={() => void decide(text, decision)}
                    >
                        {text}
                    </Action>
                ))}
            </span>
        </li>
    );
}
