import { readFileSync } from 'node:fs';
import { LongtableError } from '@longtable/common';
import { describeOptions, readConfiguration } from './configuration/configuration.js';
import { startHub } from './hub.js';
import { createLogger } from './operations/logger.js';

const version = (JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string })
    .version;

async function main(): Promise<void> {
    const args = process.argv.slice(2);
    if (args.includes('--help')) {
        process.stdout.write(describeOptions());
        return;
    }
    const configuration = readConfiguration({ arguments: args, environment: process.env, directory: process.cwd() });
    const logger = createLogger(configuration);
    logger.info({ version, configuration }, 'starting');
    const hub = await startHub(configuration, version, logger);
    let stoppingSince: number | undefined;
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
        process.on(signal, () => {
            if (stoppingSince !== undefined) {
                // A terminal and npm may both tell of one Ctrl+C; a later one is a person who does not want to wait.
                if (Date.now() - stoppingSince > 1000) {
                    process.exit(1);
                }
                return;
            }
            stoppingSince = Date.now();
            logger.info({ signal }, 'stopping; running workspaces go on');
            hub.dispose().then(
                () => process.exit(0),
                (error: unknown) => {
                    logger.error({ err: error }, 'stopping failed');
                    process.exit(1);
                }
            );
        });
    }
    process.stdout.write(`Longtable is ready at ${hub.url}\n`);
}

main().catch((error: unknown) => {
    const text = error instanceof LongtableError ? error.message : ((error as Error).stack ?? String(error));
    process.stderr.write(`${text}\n`);
    process.exitCode = 1;
});
