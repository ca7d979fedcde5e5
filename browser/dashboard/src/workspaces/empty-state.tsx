import type { ReactNode } from 'react';

/** What is shown where nothing is: an empty table, a sentence, and what to do about it. */
export function EmptyState({ title, children }: { title: string; children: ReactNode }) {
    return (
        <div className="empty">
            <svg className="empty-table" viewBox="0 0 264 92" aria-hidden>
                {[36, 84, 132, 180, 228].map(x => (
                    <g className="seat-free" key={x}>
                        <circle cx={x} cy="14" r="9" />
                        <circle cx={x} cy="78" r="9" />
                    </g>
                ))}
                <rect className="oak" x="2" y="30" width="260" height="32" rx="5" />
            </svg>
            <h2>{title}</h2>
            {children}
        </div>
    );
}
