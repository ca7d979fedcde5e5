import { readdirSync, readFileSync } from 'node:fs';

/** Processes of this machine whose command line holds a text. */
export function processesWith(mark: string): readonly string[] {
    return readdirSync('/proc')
        .filter(entry => /^\d+$/.test(entry))
        .filter(pid => {
            try {
                return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(mark);
            } catch {
                return false;
            }
        });
}
