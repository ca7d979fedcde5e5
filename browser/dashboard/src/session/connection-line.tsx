import { useEffect, useState } from 'react';
import { useLiveState } from './hub-context.js';

const PATIENCE_MILLISECONDS = 1_500;

/** Says that the live connection is lost, once it has been for longer than a hiccup. */
export function ConnectionLine() {
    const lost = useLiveState().connection === 'lost';
    const [shown, setShown] = useState(false);
    useEffect(() => {
        const timer = setTimeout(() => setShown(lost), lost ? PATIENCE_MILLISECONDS : 0);
        return () => clearTimeout(timer);
    }, [lost]);
    return (
        <p className="connection" role="status">
            {lost && shown && (
                <>
                    <span className="connection-dot" aria-hidden />
                    Connection lost. Trying again…
                </>
            )}
        </p>
    );
}
