import { messageOf, type AuditEntry, type WorkspaceId } from '@longtable/common';
import { useEffect, useState } from 'react';
import { Action } from '../components/action.js';
import { BackLink } from '../components/back-link.js';
import { exactTime } from '../components/exact-time.js';
import { Notice } from '../components/notice.js';
import { usePage } from '../routing/navigation.js';
import { useHub, useLiveState } from '../session/hub-context.js';
import { daysOf } from './audit-days.js';
import { auditSentence } from './audit-sentence.js';
import './audit.css';

const FIRST = 200;
const MOST = 1_000;

/** Who did what in a workspace, when and from where. */
export function AuditPage({ id }: { id: WorkspaceId }) {
    const { api } = useHub();
    const { workspaces, requests } = useLiveState();
    const workspace = workspaces?.find(candidate => candidate.id === id);
    const heading = usePage('Audit');
    const [limit, setLimit] = useState(FIRST);
    const [entries, setEntries] = useState<readonly AuditEntry[]>();
    const [failure, setFailure] = useState<string>();
    const waiting = requests.get(id);

    useEffect(() => {
        // Whatever changes about the workspace is likely to be in the log.
        let current = true;
        api.audit(id, limit).then(
            found => {
                if (current) {
                    setEntries(found);
                    setFailure(undefined);
                }
            },
            (error: unknown) => current && setFailure(messageOf(error))
        );
        return () => {
            current = false;
        };
    }, [api, id, limit, workspace, waiting]);

    return (
        <div className="audit">
            <BackLink />
            <h1 ref={heading} tabIndex={-1}>
                Audit
            </h1>
            <p className="audit-lead">
                Who did what{workspace ? ` in ${workspace.name}` : ''}, when, and from where. Newest first.
            </p>
            {failure && <Notice tone="bad">{failure}</Notice>}
            {entries?.length === 0 && <p>Nothing has happened here yet.</p>}
            {daysOf(entries ?? [], new Date()).map(day => (
                <section key={day.title} aria-label={day.title}>
                    <h2>{day.title}</h2>
                    <ol className="audit-day">
                        {day.entries.map((entry, index) => (
                            <Entry key={`${entry.at} ${index}`} entry={entry} />
                        ))}
                    </ol>
                </section>
            ))}
            {entries && entries.length >= limit && limit < MOST && (
                <Action onPress={() => setLimit(MOST)}>Show older</Action>
            )}
        </div>
    );
}

function Entry({ entry }: { entry: AuditEntry }) {
    const time = new Date(entry.at).toLocaleTimeString('en', { timeStyle: 'short' });
    return (
        <li>
            <time dateTime={entry.at} title={exactTime(entry.at)}>
                {time}
            </time>
            <span className="audit-sentence">
                <strong>{entry.actor.name}</strong> {auditSentence(entry)}.
            </span>
            {entry.from && <span className="audit-from">from {entry.from}</span>}
        </li>
    );
}
