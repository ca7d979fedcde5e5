import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';

/** Lets Node run the sources as they are: an import of `x.js` beside which there is only `x.ts` finds that. */
const RESOLVE_SOURCES = `
import { registerHooks } from 'node:module';
registerHooks({
    resolve(specifier, context, next) {
        if (!specifier.startsWith('.') || !specifier.endsWith('.js')) {
            return next(specifier, context);
        }
        try {
            return next(specifier, context);
        } catch {
            return next(specifier.replace(/\\.js$/, '.ts'), context);
        }
    }
});`;

/** Starts a source file as a process of its own, for tests of what survives its death. */
export function spawnTypeScript(path: string, args: readonly string[]): ChildProcessWithoutNullStreams {
    const hooks = `data:text/javascript,${encodeURIComponent(RESOLVE_SOURCES)}`;
    return spawn(process.execPath, [
        '--disable-warning=ExperimentalWarning',
        '--experimental-transform-types',
        '--import',
        hooks,
        path,
        ...args
    ]);
}
