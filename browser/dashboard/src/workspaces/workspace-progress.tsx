import type { Workspace } from '@longtable/common';
import { GitBranch } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Action } from '../components/action.js';
import { BackLink } from '../components/back-link.js';
import { Notice } from '../components/notice.js';
import { usePage } from '../routing/navigation.js';
import { shortRepository } from '../routing/repository-link.js';
import { enterPath } from '../routing/route.js';
import { DeleteDialog } from './delete-dialog.js';
import { mayEnter } from './enter-once.js';
import { startSteps } from './start-steps.js';
import { statusText } from './status.js';
import { StepList } from './step-list.js';
import { useWorkspaceCommands } from './use-workspace-commands.js';
import { isUp } from './workspace-actions.js';
import './progress.css';

interface WorkspaceProgressProps {
    readonly workspace: Workspace;
}

/** One workspace on its way: steps while it comes up, what can be done when it does not. Goes in once it runs. */
export function WorkspaceProgress({ workspace }: WorkspaceProgressProps) {
    const { id, name, status, statusReason, capabilities } = workspace;
    const heading = usePage(`${statusText[status]}: ${name}`);
    const commands = useWorkspaceCommands();
    const [pending, setPending] = useState<'start' | 'stop'>();
    const [deleting, setDeleting] = useState(false);
    const manages = capabilities.includes('manage');

    useEffect(() => {
        if (status === 'running' && mayEnter(id, sessionStorage, Date.now())) {
            // Back from the IDE then leads to the list, not to this page and forward again.
            location.replace(enterPath(id));
        }
    }, [id, status]);

    async function run(command: 'start' | 'stop'): Promise<void> {
        setPending(command);
        await commands[command](workspace);
        setPending(undefined);
    }

    const comingUp = status === 'creating' || status === 'starting' || status === 'running';
    return (
        <div className="progress">
            <BackLink />
            <section className="progress-card">
                <h1 ref={heading} tabIndex={-1}>
                    {name}
                </h1>
                {workspace.repository && (
                    <p className="progress-source">
                        {shortRepository(workspace.repository)}
                        {workspace.ref && (
                            <span className="ref">
                                <GitBranch aria-hidden size={13} />
                                {workspace.ref}
                            </span>
                        )}
                    </p>
                )}
                <p className="visually-hidden" role="status">
                    {announcementOf(workspace)}
                </p>
                {comingUp && <StepList steps={startSteps(workspace)} />}
                {status === 'failed' && (
                    <>
                        {workspace.progress && <StepList steps={startSteps(workspace)} />}
                        <Notice tone="bad">{statusReason ?? 'The workspace could not be started.'}</Notice>
                    </>
                )}
                {status === 'stopped' && (
                    <p className="progress-sentence">
                        {statusReason ?? 'This workspace is stopped.'} Its files are kept.{' '}
                        {manages
                            ? 'Start it to go on where you left off.'
                            : `${workspace.owner.name} has to start it; this page then goes on by itself.`}
                    </p>
                )}
                {status === 'stopping' && <p className="progress-sentence">The workspace is being stopped…</p>}
                <div className="progress-actions">
                    {status === 'running' && (
                        <a className="action action-primary" href={enterPath(id)}>
                            Open workspace
                        </a>
                    )}
                    {manages && (status === 'stopped' || status === 'failed') && (
                        <>
                            <Action tone="primary" busy={pending === 'start'} onPress={() => void run('start')}>
                                {status === 'failed' ? 'Try again' : 'Start'}
                            </Action>
                            <Action onPress={() => setDeleting(true)}>Delete</Action>
                        </>
                    )}
                    {manages && isUp(status) && status !== 'running' && (
                        <Action tone="quiet" busy={pending === 'stop'} onPress={() => void run('stop')}>
                            Cancel and stop
                        </Action>
                    )}
                </div>
            </section>
            {deleting && <DeleteDialog workspace={workspace} onClose={() => setDeleting(false)} />}
        </div>
    );
}

/** What a screen reader says when it changes: steps, not every percent. */
function announcementOf(workspace: Workspace): string {
    switch (workspace.status) {
        case 'creating':
        case 'starting':
            return `${startSteps(workspace).find(step => step.state === 'current')?.title ?? ''}…`;
        case 'running':
            return 'The workspace is running. Opening the IDE…';
        case 'stopping':
            return 'The workspace is being stopped…';
        case 'stopped':
            return 'The workspace is stopped.';
        case 'failed':
            return 'The workspace has failed.';
    }
}
