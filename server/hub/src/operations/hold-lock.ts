import { lockData } from './data-lock.js';

/** Locks a data directory and says how that went: a process for a test to kill. */
const [directory = ''] = process.argv.slice(2);
try {
    await lockData(directory);
    process.stdout.write('locked\n');
    setInterval(() => undefined, 60_000);
} catch (error) {
    process.stdout.write(`${(error as { code: string }).code}\n`);
}
