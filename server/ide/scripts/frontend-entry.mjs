const WORKER = "'./editor.worker.js'";

/**
 * Makes the generated entry of the workbench take the editor's worker from where its own script came from, which is
 * the hub's origin and not the one of the page. (Monaco starts a worker from another origin by way of a blob.)
 *
 * @param {string} source of src-gen/frontend/index.js
 */
export function loadWorkerBesideBundle(source) {
    const parts = source.split(WORKER);
    if (parts.length !== 2) {
        throw new Error(
            `The entry that Theia generates for the workbench no longer names its worker once as ${WORKER}.`
        );
    }
    // The script that runs is known only until it has run.
    return `const bundleUrl = document.currentScript.src;\n${parts.join("new URL('editor.worker.js', bundleUrl).href")}`;
}
