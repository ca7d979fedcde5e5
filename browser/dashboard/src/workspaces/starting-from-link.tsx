import './progress.css';
import { usePage } from '../routing/navigation.js';
import { shortRepository } from '../routing/repository-link.js';

/** What is seen between following a link to a repository and the first news of the workspace. */
export function StartingFromLink({ repository }: { repository: string }) {
    const heading = usePage('Starting a workspace');
    return (
        <div className="progress-card">
            <h1 ref={heading} tabIndex={-1}>
                Starting a workspace
            </h1>
            <p className="progress-source" role="status">
                From {shortRepository(repository)}
            </p>
            <div className="plank plank-waiting" aria-hidden>
                <span />
            </div>
        </div>
    );
}
