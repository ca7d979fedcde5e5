import { CircleAlert, Info } from 'lucide-react';
import type { ReactNode } from 'react';

/** A sentence that stays on the page. Bad news is read out at once. */
export function Notice({ tone, children }: { tone: 'bad' | 'info'; children: ReactNode }) {
    const Icon = tone === 'bad' ? CircleAlert : Info;
    return (
        <div className={`notice notice-${tone}`} role={tone === 'bad' ? 'alert' : undefined}>
            <Icon aria-hidden size={18} />
            <div>{children}</div>
        </div>
    );
}
