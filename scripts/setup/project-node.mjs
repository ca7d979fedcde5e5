import { existsSync } from 'node:fs';
import path from 'node:path';
import { root } from './directories.mjs';
import { StepFailed } from './step.mjs';

const REQUIRED_MAJOR = 24;

/** Folder of the commands that the project's packages bring. */
export const commands = path.join(root, 'node_modules', '.bin');

/** Path of the Node that Longtable runs on: its own, or that of the machine where that is as new. */
export function projectNode() {
    const own = path.join(commands, 'node');
    if (existsSync(own)) {
        return own;
    }
    if (Number(process.versions.node.split('.')[0]) >= REQUIRED_MAJOR) {
        return process.execPath;
    }
    throw new StepFailed(
        `There is no Node ${REQUIRED_MAJOR} package for ${process.platform} on ${process.arch}, and this is Node ` +
            `${process.versions.node}. Install Node ${REQUIRED_MAJOR} or newer and run the command again.`
    );
}

/** This process's environment with the project's Node and commands found first. */
export function projectEnvironment() {
    return { ...process.env, PATH: [commands, process.env['PATH'] ?? ''].join(path.delimiter) };
}
