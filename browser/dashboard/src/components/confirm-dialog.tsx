import type { ReactNode } from 'react';
import { Action } from './action.js';
import { DialogFrame } from './dialog-frame.js';
import { Notice } from './notice.js';
import { useAttempt } from './use-attempt.js';

interface ConfirmDialogProps {
    readonly title: string;
    /** What happens then. */
    readonly children: ReactNode;
    readonly confirm: string;
    /** What the button says while it is done. */
    readonly confirming?: string;
    /** Does it. What it throws is shown, and the question stays. */
    readonly act: () => Promise<void>;
    readonly onClose: () => void;
}

/** Asks before something that cannot be taken back. */
export function ConfirmDialog({ title, children, confirm, confirming = confirm, act, onClose }: ConfirmDialogProps) {
    const { pending, failure, run } = useAttempt(async () => {
        await act();
        onClose();
    });

    return (
        <DialogFrame title={title} alert onClose={onClose}>
            <p>{children}</p>
            {failure && <Notice tone="bad">{failure}</Notice>}
            <div className="dialog-actions">
                <Action autoFocus onPress={onClose}>
                    Cancel
                </Action>
                <Action tone="danger" busy={pending} onPress={() => void run()}>
                    {pending ? confirming : confirm}
                </Action>
            </div>
        </DialogFrame>
    );
}
