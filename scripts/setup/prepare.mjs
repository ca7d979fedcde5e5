import { build, staleUnits } from './build.mjs';
import { install, isInstalled } from './install.mjs';
import { withLock } from './lock.mjs';
import { provide } from './system-parts.mjs';

/**
 * Installs and builds what is missing or stale, and nothing else. Throws `StepFailed` when that does not work; system
 * parts that cannot be had are told on standard error and left to what needs them.
 *
 * @param {readonly import('./system-parts.mjs').Part[]} parts
 */
export async function prepare(parts) {
    const missing = parts.filter(part => !part.isPresent());
    if (missing.length === 0 && isInstalled() && staleUnits().length === 0) {
        return;
    }
    await withLock(async () => {
        for (const { message } of await provide(missing)) {
            console.error(message);
        }
        if (!isInstalled()) {
            await install();
        }
        const stale = staleUnits();
        if (stale.length > 0) {
            await build(stale);
        }
    });
}
