import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Variables that point git at a repository other than the one it is asked to make. */
const FOREIGN = ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_OBJECT_DIRECTORY', 'GIT_COMMON_DIR', 'GIT_PREFIX'];

/**
 * Environment in which git asks nobody for anything, speaks English and uses the network only through protocols that
 * run no command of the repository's choosing.
 */
export async function gitEnvironment(base: NodeJS.ProcessEnv, home: string): Promise<NodeJS.ProcessEnv> {
    const environment: NodeJS.ProcessEnv = {
        ...base,
        HOME: home,
        LC_ALL: 'C.UTF-8',
        LANGUAGE: 'en',
        GIT_TERMINAL_PROMPT: '0',
        GIT_ASKPASS: '',
        SSH_ASKPASS: '',
        SSH_ASKPASS_REQUIRE: 'never',
        GCM_INTERACTIVE: 'never',
        GIT_ALLOW_PROTOCOL: 'http:https:ssh:git'
    };
    for (const name of FOREIGN) {
        Reflect.deleteProperty(environment, name);
    }
    // GIT_SSH_COMMAND hides core.sshCommand, which leads through the egress proxy, so it has to begin with that.
    const ssh = environment['GIT_SSH_COMMAND'] ?? (await configuredSshCommand(environment)) ?? 'ssh';
    environment['GIT_SSH_COMMAND'] =
        `${ssh} -o BatchMode=yes -o StrictHostKeyChecking=accept-new -o ConnectTimeout=30 -o ServerAliveInterval=15`;
    return environment;
}

async function configuredSshCommand(environment: NodeJS.ProcessEnv): Promise<string | undefined> {
    try {
        const { stdout } = await promisify(execFile)('git', ['config', '--get', 'core.sshCommand'], {
            cwd: '/',
            env: environment
        });
        return stdout.trim() || undefined;
    } catch {
        // Exit code 1: nothing is configured. When git is missing, the clone says so.
        return undefined;
    }
}
