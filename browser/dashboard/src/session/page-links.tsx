import { Link } from '../routing/link.js';
import { useRoute } from '../routing/navigation.js';

const pages = [
    { page: 'workspaces', href: '/', text: 'Workspaces' },
    { page: 'snapshots', href: '/snapshots', text: 'Snapshots' }
] as const;

/** The pages that are always at hand. */
export function PageLinks() {
    const { page: current } = useRoute();
    return (
        <nav className="bar-pages" aria-label="Pages">
            {pages.map(({ page, href, text }) => (
                <Link key={page} href={href} aria-current={page === current ? 'page' : undefined}>
                    {text}
                </Link>
            ))}
        </nav>
    );
}
