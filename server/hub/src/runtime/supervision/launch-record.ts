import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Volume } from '../volumes/volume.js';
import type { ProcessIdentity } from './process-identity.js';

/**
 * Writes down which process it is before it becomes a sandbox, so that there is never a sandbox that nobody has heard
 * of; then joins the control groups and becomes the command. Arguments: file of the record, files to join, `--`, command.
 */
export const LAUNCH_SCRIPT = `
umask 022
read -r stat < /proc/self/stat
read -r boot < /proc/sys/kernel/random/boot_id
printf '%s\\n%s\\n' "$stat" "$boot" > "$1" || exit 71
shift
echo 300 > /proc/self/oom_score_adj
while [ "$1" != -- ]; do
    echo 0 > "$1" || exit 71
    shift
done
shift
exec "$@"
`;

export function launchRecordOf(volume: Volume): string {
    return join(volume.state, 'process');
}

/** The process that the last launch of a workspace began as. */
export function readLaunchRecord(file: string): ProcessIdentity | undefined {
    try {
        const [stat = '', boot = ''] = readFileSync(file, 'utf8').split('\n');
        const pid = parseInt(stat, 10);
        const started = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]);
        return Number.isNaN(pid) || Number.isNaN(started) || boot === '' ? undefined : { pid, started, boot };
    } catch {
        return undefined;
    }
}
