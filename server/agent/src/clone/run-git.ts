import { spawn } from 'node:child_process';
import type { Clock } from '../clock.js';

const KEPT_LINES = 60;

export interface GitOptions {
    readonly cwd: string;
    readonly environment: NodeJS.ProcessEnv;
    readonly clock: Clock;
    /** Ends git and everything it started. */
    readonly signal: AbortSignal;
    /** Git is ended when it says nothing for so long. */
    readonly stallMilliseconds: number;
    readonly onLine?: (line: string) => void;
}

export interface GitResult {
    readonly ok: boolean;
    readonly stdout: string;
    /** The last lines that git wrote to stderr, progress included. */
    readonly lines: readonly string[];
    readonly stalled: boolean;
}

/** Runs git without a terminal and in a process group of its own. Rejects only when it cannot be started or is aborted. */
export async function runGit(args: readonly string[], options: GitOptions): Promise<GitResult> {
    options.signal.throwIfAborted();
    const child = spawn('git', args, {
        cwd: options.cwd,
        env: options.environment,
        detached: true,
        stdio: ['ignore', 'pipe', 'pipe']
    });
    const kill = () => {
        try {
            process.kill(-(child.pid ?? NaN), 'SIGKILL');
        } catch {
            // It has ended already.
        }
    };
    let stalled = false;
    const watch = () =>
        options.clock.after(options.stallMilliseconds, () => {
            stalled = true;
            kill();
        });
    let stall = watch();
    options.signal.addEventListener('abort', kill);

    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    const lines: string[] = [];
    let partial = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
        stall.dispose();
        stall = watch();
        const parts = (partial + text).split(/[\r\n]+/);
        partial = parts.pop() ?? '';
        for (const line of parts.map(part => part.trimEnd()).filter(part => part !== '')) {
            lines.push(line);
            options.onLine?.(line);
        }
        lines.splice(0, lines.length - KEPT_LINES);
    });
    try {
        const code = await new Promise<number | null>((resolve, reject) => {
            child.on('error', reject);
            child.on('close', resolve);
        });
        options.signal.throwIfAborted();
        return { ok: code === 0 && !stalled, stdout, lines: partial === '' ? lines : [...lines, partial], stalled };
    } finally {
        stall.dispose();
        options.signal.removeEventListener('abort', kill);
    }
}
