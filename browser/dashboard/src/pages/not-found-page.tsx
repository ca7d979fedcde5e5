import { EmptyState } from '../workspaces/empty-state.js';
import { usePage } from '../routing/navigation.js';
import { Link } from '../routing/link.js';
import '../workspaces/workspaces.css';

/** For an address that leads nowhere. */
export function NotFoundPage() {
    const heading = usePage('Not found');
    return (
        <>
            <h1 className="visually-hidden" ref={heading} tabIndex={-1}>
                Not found
            </h1>
            <EmptyState title="Nobody sits here">
                <p>There is no page at this address. It may have been mistyped.</p>
                <Link href="/" className="action action-plain">
                    Back to the workspaces
                </Link>
            </EmptyState>
        </>
    );
}
