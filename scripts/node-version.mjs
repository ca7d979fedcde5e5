// Read by any Node there is, so it is written in the oldest words.

/**
 * Runs the rest, unless this Node is too old for it.
 *
 * @param {() => Promise<void>} run
 */
export function onSupportedNode(run) {
    const version = process.versions.node;
    if (Number(version.split('.')[0]) >= 20) {
        void run();
    } else {
        console.error(
            'Longtable needs Node 20 or newer, and this is Node ' + version + '. Install a newer one from nodejs.org.'
        );
        process.exitCode = 1;
    }
}
