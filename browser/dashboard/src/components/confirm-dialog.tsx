import { messageOf } from '@longtable/common';
import { useState, type ReactNode } from 'react';
import { Action } from './action.js';
import { DialogFrame } from './dialog-frame.js';
import { Notice } from './notice.js';

interface ConfirmDialogProps {
    readonly title: string;
    /** What happens then. */
    readonly children: ReactNode;
    readonly confirm: string;
    /** Does it. What it throws is shown, and the question stays. */
    readonly act: () => Promise<void>;
    readonly onClose: () => void;
}

/** Asks before something that cannot be taken back. */
export function ConfirmDialog({ title, children, confirm, act, onClose }: ConfirmDialogProps) {
    const [failure, setFailure] = useState<string>();
    const [pending, setPending] = useState(false);

    async function run(): Promise<void> {
        setPending(true);
        setFailure(undefined);
        try {
            await act();
            onClose();
        } catch (error) {
            setFailure(messageOf(error));
            setPending(false);
        }
    }

    return (
        <DialogFrame title={title} alert onClose={onClose}>
            <p>{children}</p>
            {failure && <Notice tone="bad">{failure}</Notice>}
            <div className="dialog-actions">
                <Action autoFocus onPress={onClose}>
                    Cancel
                </Action>
                <Action tone="danger" busy={pending} onPress={() => void run()}>
                    {confirm}
                </Action>
            </div>
        </DialogFrame>
    );
}
