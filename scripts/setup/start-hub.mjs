import { spawn } from 'node:child_process';
import path from 'node:path';
import { root } from './directories.mjs';
import { prepare } from './prepare.mjs';
import { projectEnvironment, projectNode } from './project-node.mjs';
import { forwardSignals, StepFailed } from './step.mjs';
import { parts } from './system-parts.mjs';

/**
 * Does the set-up that is due, then runs the hub until it ends, and ends as it did.
 *
 * @param {readonly string[]} args for the hub
 */
export async function startHub(args) {
    const sandboxed =
        !/(^|\0)--runtime[=\0]process(\0|$)/.test(args.join('\0')) && process.env['LONGTABLE_RUNTIME'] !== 'process';
    try {
        await prepare(sandboxed ? [parts.bubblewrap, parts.git] : [parts.git]);
        const hub = spawn(projectNode(), [path.join(root, 'server', 'hub', 'lib', 'main.js'), ...args], {
            cwd: root,
            env: projectEnvironment(),
            stdio: 'inherit'
        });
        forwardSignals(hub);
        const watch = endWithNpm(hub);
        hub.once('exit', (code, signal) => {
            clearInterval(watch);
            if (signal) {
                process.kill(process.pid, signal);
            } else {
                process.exitCode = code ?? 1;
            }
        });
    } catch (error) {
        if (!(error instanceof StepFailed)) {
            throw error;
        }
        console.error(error.message);
        process.exitCode = 1;
    }
}

/**
 * Ends the hub when npm, which started this, is killed and so cannot pass a signal on: a hub that nobody sees any more
 * would keep the port.
 *
 * @param {import('node:child_process').ChildProcess} hub
 */
function endWithNpm(hub) {
    const parent = process.ppid;
    return process.env['npm_lifecycle_event'] === 'start'
        ? setInterval(() => process.ppid !== parent && hub.kill('SIGTERM'), 200)
        : undefined;
}
