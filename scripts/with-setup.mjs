// Does the set-up that is due, then runs a command of the project: node scripts/with-setup.mjs <command> [argument…]
import { spawn } from 'node:child_process';
import { root } from './setup/directories.mjs';
import { prepare } from './setup/prepare.mjs';
import { projectEnvironment } from './setup/project-node.mjs';
import { forwardSignals, StepFailed } from './setup/step.mjs';
import { parts } from './setup/system-parts.mjs';

const [command = 'true', ...args] = process.argv.slice(2);
try {
    await prepare(Object.values(parts));
    const child = spawn(command, args, { cwd: root, env: projectEnvironment(), stdio: 'inherit' });
    forwardSignals(child);
    child.once('error', error => {
        console.error(`${command} could not be run: ${error.message}`);
        process.exitCode = 1;
    });
    child.once('exit', code => (process.exitCode = code ?? 1));
} catch (error) {
    if (!(error instanceof StepFailed)) {
        throw error;
    }
    console.error(error.message);
    process.exitCode = 1;
}
