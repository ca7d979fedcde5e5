import { byteSize, messageOf } from '@longtable/common';
import { Upload } from 'lucide-react';
import { useRef, useState } from 'react';
import { Action } from '../components/action.js';
import { Notice } from '../components/notice.js';
import { notify } from '../components/toasts.js';
import { usePage } from '../routing/navigation.js';
import { useHub } from '../session/hub-context.js';
import { EmptyState } from '../workspaces/empty-state.js';
import { SnapshotList } from './snapshot-list.js';
import { useSnapshots } from './use-snapshots.js';
import '../workspaces/workspaces.css';
import './snapshots.css';

/** Every snapshot of one's own. */
export function SnapshotsPage() {
    const heading = usePage('Snapshots');
    const { api } = useHub();
    const { list, failure, refresh } = useSnapshots();
    const input = useRef<HTMLInputElement>(null);
    const [importing, setImporting] = useState(false);

    async function bring(file: File): Promise<void> {
        setImporting(true);
        try {
            const { name } = await api.importSnapshot(
                file,
                file.name.replace(/\.(tar(\.\w+)?|tgz)$/i, '').slice(0, 80)
            );
            notify({ tone: 'info', text: `“${name}” is there. Open it to make a workspace of it.` });
        } catch (error) {
            notify({ tone: 'bad', text: messageOf(error) });
        }
        setImporting(false);
        await refresh();
    }

    const freed = list?.snapshots.reduce((sum, { uniqueBytes }) => sum + (uniqueBytes ?? 0), 0) ?? 0;
    return (
        <>
            <div className="page-head">
                <h1 ref={heading} tabIndex={-1}>
                    Snapshots
                </h1>
                <input
                    ref={input}
                    type="file"
                    hidden
                    aria-label="Archive"
                    accept=".tar,.zst,.gz,.tgz"
                    onChange={event => {
                        const file = event.target.files?.[0];
                        event.target.value = '';
                        if (file) {
                            void bring(file);
                        }
                    }}
                />
                <Action busy={importing} onPress={() => input.current?.click()}>
                    <Upload aria-hidden size={18} />
                    {importing ? 'Importing…' : 'Import archive'}
                </Action>
            </div>
            {failure && <Notice tone="bad">{failure}</Notice>}
            {list?.snapshots.length === 0 && (
                <EmptyState title="No snapshot yet">
                    <p>
                        A snapshot is a workspace as a link: whoever follows it gets a copy of all files as they were.
                        Choose <strong>Take snapshot</strong> in the menu of a workspace.
                    </p>
                </EmptyState>
            )}
            {list && list.snapshots.length > 0 && (
                <>
                    <SnapshotList label="Snapshots" snapshots={list.snapshots} onChanged={refresh} />
                    <p className="snapshots-sum">
                        What snapshots have in common is stored once; {byteSize(freed)} are in one of these alone.
                    </p>
                </>
            )}
        </>
    );
}
