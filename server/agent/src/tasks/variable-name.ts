/** What the workspace itself is run with. */
const OURS = /^(_*LONGTABLE_|THEIA_|HOSTED_PLUGIN|NODE_CHANNEL_)/;

/** Why a variable cannot be set by a file of the repository, as the rest of a sentence; undefined if it can. */
export function whyNotSettable(name: string): string | undefined {
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
        return 'is no name of a variable and was left out.';
    }
    return OURS.test(name) ? 'is a variable of the workspace itself and was left out.' : undefined;
}
