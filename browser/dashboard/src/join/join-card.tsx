import type { ReactNode } from 'react';
import { usePage } from '../routing/navigation.js';
import '../workspaces/progress.css';
import './join.css';

interface JoinCardProps {
    readonly title: string;
    /** Something happens without the person. */
    readonly busy?: boolean;
    readonly children?: ReactNode;
}

/** A table with one seat that is about to be taken, and what there is to say about it. */
export function JoinCard({ title, busy = false, children }: JoinCardProps) {
    const heading = usePage(title);
    return (
        <section className="progress-card join-card">
            <svg className={busy ? 'join-table join-busy' : 'join-table'} viewBox="0 0 264 92" aria-hidden>
                {[36, 84, 132, 180, 228].map(x => (
                    <circle className="join-taken" key={x} cx={x} cy="14" r="9" />
                ))}
                {[36, 84, 180, 228].map(x => (
                    <circle className="join-taken" key={x} cx={x} cy="78" r="9" />
                ))}
                <circle className="join-seat" cx="132" cy="78" r="9" />
                <rect className="oak" x="2" y="30" width="260" height="32" rx="5" />
            </svg>
            <h1 ref={heading} tabIndex={-1}>
                {title}
            </h1>
            {children}
        </section>
    );
}
