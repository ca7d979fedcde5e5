const AFTER = 'Nothing you typed there is lost to the others. Go back to your workspaces.';

/** The sentences with which people are told that their right in a workspace has ended, and by whom. */
export const unshared = (by: string) => `${by} stopped sharing this workspace. ${AFTER}`;

export const removed = (by: string) => `${by} removed you from this workspace. ${AFTER}`;

export const gaveUp = () => `You left this workspace. ${AFTER}`;

export const expired = () => `The time for which this workspace was shared with you is over. ${AFTER}`;

/** `reason` is the sentence that says why the workspace stopped. */
export const stopped = (reason: string) => `${reason} With that, sharing has ended. ${AFTER}`;

export const deleted = (reason: string) => `${reason} Go back to your workspaces.`;

export const refused = (by: string) =>
    `${by} did not let you in. If you think that is a mistake, ask them for a new link.`;

export const signedOut = () => 'You have signed out. Everything you typed is kept. Sign in to go on.';

export const disabled = () => 'Your account has been disabled. Ask an administrator of this Longtable.';
