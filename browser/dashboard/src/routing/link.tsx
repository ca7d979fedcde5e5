import type { AnchorHTMLAttributes, MouseEvent, ReactNode } from 'react';
import { navigate } from './navigation.js';
import { routeOf } from './route.js';

interface LinkProps extends AnchorHTMLAttributes<HTMLAnchorElement> {
    readonly href: string;
    readonly children: ReactNode;
}

/** A link that stays in the dashboard where it can, and is an ordinary link otherwise. */
export function Link({ href, children, ...rest }: LinkProps) {
    function onClick(event: MouseEvent<HTMLAnchorElement>): void {
        const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
        if (plain && routeOf(href).page !== 'not-found') {
            event.preventDefault();
            navigate(href);
        }
    }
    return (
        <a {...rest} href={href} onClick={onClick}>
            {children}
        </a>
    );
}
