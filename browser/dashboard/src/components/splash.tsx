import type { ReactNode } from 'react';
import { Logo } from './logo.js';

/** What is seen until it is known who is signed in. */
export function Splash({ children }: { children?: ReactNode }) {
    return (
        <main className="splash" aria-busy={children === undefined}>
            <Logo />
            {children ?? <p className="visually-hidden">Loading</p>}
        </main>
    );
}
