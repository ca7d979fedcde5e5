import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { destination, pino, type Logger } from 'pino';
import type { Configuration } from '../configuration/configuration.js';

/** The hub's log: one JSON object a line, in a file or on standard error. Tokens and cookies never reach it. */
export function createLogger(configuration: Configuration): Logger {
    const { data, log, logLevel } = configuration;
    if (log === 'file') {
        mkdirSync(join(data, 'logs'), { recursive: true, mode: 0o700 });
    }
    return pino(
        { name: 'hub', level: logLevel, redact: ['*.cookie', '*.authorization'] },
        log === 'file' ? destination({ dest: join(data, 'logs/hub.log'), mode: 0o600, sync: false }) : destination(2)
    );
}
