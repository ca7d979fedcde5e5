import type { TextEdit } from '@longtable/common/documents';

/** One step of a change as Yjs tells it. */
export interface DeltaStep {
    readonly retain?: number | undefined;
    readonly delete?: number | undefined;
    readonly insert?: unknown;
}

/**
 * The edits that a delta of Yjs stands for, from left to right. A delta counts its way through the text as it becomes;
 * edits count in the text as it was, which is what an editor takes that applies several at once.
 */
export function editsOfDelta(delta: readonly DeltaStep[]): TextEdit[] {
    const edits: TextEdit[] = [];
    let offset = 0;
    let open: { offset: number; delete: number; insert: string } | undefined;
    const close = () => {
        if (open) {
            edits.push(open);
            offset += open.delete;
            open = undefined;
        }
    };
    for (const step of delta) {
        if (step.retain !== undefined) {
            close();
            offset += step.retain;
            continue;
        }
        // What is deleted and inserted in one place is one edit, in whatever order Yjs tells it.
        open ??= { offset, delete: 0, insert: '' };
        open.delete += step.delete ?? 0;
        open.insert += typeof step.insert === 'string' ? step.insert : '';
    }
    close();
    return edits;
}
