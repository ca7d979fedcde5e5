import { useEffect, useState } from 'react';
import { relativeTime } from './relative-time.js';

const REFRESH_MILLISECONDS = 30_000;

/** A point in time, in words that stay true while the page is open, with the exact time as its title. */
export function Moment({ iso }: { iso: string }) {
    const [now, setNow] = useState(() => new Date());
    useEffect(() => {
        setNow(new Date());
        const timer = setInterval(() => setNow(new Date()), REFRESH_MILLISECONDS);
        return () => clearInterval(timer);
    }, [iso]);
    const moment = new Date(iso);
    return (
        <time dateTime={iso} title={moment.toLocaleString('en', { dateStyle: 'full', timeStyle: 'short' })}>
            {relativeTime(moment, now)}
        </time>
    );
}
