import { ArrowLeft } from 'lucide-react';
import { Link } from '../routing/link.js';
import './back-link.css';

/** The way from a page of one thing to the list of workspaces. */
export function BackLink() {
    return (
        <Link href="/" className="back">
            <ArrowLeft aria-hidden size={16} />
            Workspaces
        </Link>
    );
}
