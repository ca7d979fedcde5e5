import { messageOf, type Snapshot } from '@longtable/common';
import { useId } from 'react';
import { Action } from '../components/action.js';
import { CopyAction } from '../components/copy-action.js';
import { exactTime } from '../components/exact-time.js';
import { Moment } from '../components/moment.js';
import { notify } from '../components/toasts.js';
import { useHub } from '../session/hub-context.js';
import { SnapshotMenu } from './snapshot-menu.js';
import { SnapshotProgressBar } from './snapshot-progress-bar.js';
import { costWords, lineageWords, openedWords, visibilities } from './snapshot-words.js';

export type SnapshotAction = 'open' | 'edit' | 'download' | 'revoke' | 'renew' | 'delete';

interface SnapshotItemProps {
    readonly snapshot: Snapshot;
    readonly onAction: (action: SnapshotAction) => void;
    /** One that was being taken or that has failed is not wanted any more. */
    readonly onCancelled: () => Promise<void>;
}

/** One snapshot: what it is, who may open it, what it costs. */
export function SnapshotItem({ snapshot, onAction, onCancelled }: SnapshotItemProps) {
    const { api } = useHub();
    const nameId = useId();

    async function cancel(): Promise<void> {
        await api.deleteSnapshot(snapshot.id).catch((error: unknown) => {
            notify({ tone: 'bad', text: messageOf(error) });
        });
        await onCancelled();
    }

    return (
        <li className="snapshot" aria-labelledby={nameId}>
            <div className="snapshot-words">
                <p id={nameId} className="snapshot-name">
                    {snapshot.name}
                </p>
                <p className="snapshot-detail">
                    Taken <Moment iso={snapshot.createdAt} /> {lineageWords(snapshot)}
                    {snapshot.commit && <> at {snapshot.commit.slice(0, 8)}</>}
                </p>
                {snapshot.note && <p className="snapshot-note">{snapshot.note}</p>}
                {snapshot.status === 'ready' && (
                    <>
                        <p className="snapshot-detail">
                            {costWords(snapshot)} · {openedWords(snapshot)}
                            {snapshot.workspaces.length > 0 &&
                                ` · mine: ${snapshot.workspaces.map(({ name }) => name).join(', ')}`}
                        </p>
                        <p className="snapshot-badges">
                            <span className="badge">{accessOf(snapshot)}</span>
                            {snapshot.expiresAt && !snapshot.revoked && (
                                <span className="badge">
                                    {Date.parse(snapshot.expiresAt) <= Date.now() ? 'Link ended' : 'Link ends'}{' '}
                                    {exactTime(snapshot.expiresAt)}
                                </span>
                            )}
                        </p>
                    </>
                )}
                {snapshot.progress && <SnapshotProgressBar progress={snapshot.progress} />}
                {snapshot.status === 'failed' && (
                    <p className="snapshot-failure" role="alert">
                        {snapshot.statusReason}
                    </p>
                )}
            </div>
            <div className="snapshot-actions">
                {snapshot.status === 'ready' ? (
                    <>
                        <Action aria-describedby={nameId} onPress={() => onAction('open')}>
                            Open
                        </Action>
                        {snapshot.url && <CopyAction label="Copy link" value={snapshot.url} tone="quiet" />}
                        <SnapshotMenu snapshot={snapshot} nameId={nameId} onAction={onAction} />
                    </>
                ) : (
                    <Action aria-describedby={nameId} onPress={() => void cancel()}>
                        {snapshot.status === 'taking' ? 'Cancel' : 'Dismiss'}
                    </Action>
                )}
            </div>
        </li>
    );
}

function accessOf({ revoked, visibility, people }: Snapshot): string {
    if (revoked) {
        return 'No link';
    }
    return visibility === 'people' && people.length > 0
        ? people.join(', ')
        : (visibilities.find(({ id }) => id === visibility)?.label ?? '');
}
