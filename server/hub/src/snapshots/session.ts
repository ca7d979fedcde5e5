import { LongtableError, SnapshotSession } from '@longtable/common';
import type { Doer } from '../sharing/audit-trail.js';
import type { WorkspaceRecord } from '../store/store.js';
import { reopenTerminals, terminalsIn } from './session-terminals.js';
import type { SnapshotContext } from './snapshot-context.js';
import type { Taking } from './takings.js';

/**
 * How a workspace looks to the one who takes a snapshot of it. Asked for right before everybody is held, because the
 * workspace itself has to answer.
 */
export async function sessionOf(
    context: SnapshotContext,
    { workspace, terminals: withTerminals }: Pick<Taking, 'workspace' | 'terminals'>,
    { user }: Doer
): Promise<SnapshotSession> {
    const terminals = withTerminals ? await terminalsIn(context, workspace, user) : [];
    const named = new Set(terminals.map(({ terminalId }) => terminalId));
    return {
        version: 1,
        workbench: await context.states.forSnapshot(workspace, user.id, named),
        terminals: [...terminals]
    };
}

/** Makes a new workspace look to its owner as its snapshot did. Before its first start. */
export async function takeUpSession(context: SnapshotContext, record: WorkspaceRecord, text: string): Promise<void> {
    const session = SnapshotSession.safeParse(parsed(text));
    if (!session.success) {
        throw new LongtableError(
            'snapshot-damaged',
            'What this snapshot holds beside the files cannot be understood by this Longtable, so no workspace was made of it. A newer Longtable may have taken it.',
            { cause: session.error }
        );
    }
    const { workbench, terminals } = session.data;
    await context.states.begin(record.id, record.ownerId, workbench);
    await reopenTerminals(context, record, terminals);
}

function parsed(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return undefined;
    }
}
