import type { Share } from '@longtable/common';
import { accessWords } from '../people/person-words';

/** Said wherever one can begin to share. */
export const securityNote =
    'Whoever can edit can also run commands here, with everything that you could reach from this workspace.';

/** How the workspace is shared, in a sentence. Only those who may manage it know more than whether it is. */
export function sharingSentence(
    state: { readonly shared: boolean; readonly share?: Share | undefined } | undefined
): string {
    if (!state?.shared) {
        return 'This workspace is not shared.';
    }
    const { share } = state;
    if (!share) {
        return 'This workspace is shared.';
    }
    const can = accessWords[share.role].toLowerCase();
    const until = share.expiresAt === undefined ? '' : `, until ${timeWords(share.expiresAt)}`;
    return share.approval
        ? `Whoever has the link may ask to enter, and ${can}${until}.`
        : `Whoever has the link ${can}${until}.`;
}

/** A time as people near this browser write it. */
export function timeWords(time: string): string {
    return new Date(time).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' });
}
