/** Files of a repository in which addresses are written down, with the name and password that somebody put into them. */
const WITH_ADDRESSES =
    /(?:^|\/)(?:\.git|[^/]+\.git)\/(?:(?:modules|worktrees)\/.+\/)?(?:config(?:\.worktree)?|FETCH_HEAD|logs\/.+)$/;

/** Whether `withoutGitCredentials` has to go over a file, by its path. */
export function mayHoldGitCredentials(path: string): boolean {
    return WITH_ADDRESSES.test(path);
}

/**
 * Takes names and passwords out of the http addresses in a file of git, and the headers with which some programs let
 * themselves in. The user name of an ssh address stays: it is no secret, and without it the address leads nowhere.
 */
export function withoutGitCredentials(bytes: Buffer): Buffer {
    const text = bytes.toString('latin1');
    const clean = text
        .replace(/(https?:\/\/)[^/\s"'@]*(?:@[^/\s"'@]*)*@/gi, '$1')
        .replace(/(ssh:\/\/[^/\s"'@:]+):[^/\s"'@]*@/gi, '$1@')
        .replace(/^[ \t]*extraheader[ \t]*=.*(?:\\\r?\n.*)*(?:\r?\n|$)/gim, '');
    return clean === text ? bytes : Buffer.from(clean, 'latin1');
}
