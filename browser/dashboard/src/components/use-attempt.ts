import { messageOf } from '@longtable/common';
import { useState } from 'react';

/** Something that a button does and that may fail. */
export interface Attempt<A extends readonly unknown[]> {
    /** Whether it is being done; it stays so when it was done, as the page goes on to something else then. */
    readonly pending: boolean;
    /** Why it was not done the last time, for people. */
    readonly failure: string | undefined;
    /** Takes the failure off the page, as what is wanted now is something else. */
    readonly forget: () => void;
    readonly run: (...wanted: A) => Promise<void>;
}

/** Does what a button is for, and keeps the message of what that throws. */
export function useAttempt<A extends readonly unknown[]>(act: (...wanted: A) => Promise<void>): Attempt<A> {
    const [pending, setPending] = useState(false);
    const [failure, setFailure] = useState<string>();
    return {
        pending,
        failure,
        forget: () => setFailure(undefined),
        run: async (...wanted) => {
            setPending(true);
            setFailure(undefined);
            try {
                await act(...wanted);
            } catch (error) {
                setFailure(messageOf(error));
                setPending(false);
            }
        }
    };
}
