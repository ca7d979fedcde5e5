import { LongtableError } from '@longtable/common';

/** What a start failed with, in words where the file system of the data directory is the cause. */
export function startFailure(error: unknown, data: string): unknown {
    const { code, path } = error as { code?: unknown; path?: unknown };
    if (error instanceof LongtableError || typeof code !== 'string') {
        return error;
    }
    switch (code) {
        case 'ENOSPC':
        case 'EDQUOT':
            return new LongtableError(
                'disk-full',
                `Longtable was not started, because the disk that holds ${data} is full. What was stored is kept. Free some space and start it again.`,
                { cause: error }
            );
        case 'EACCES':
        case 'EPERM':
        case 'EROFS':
            return new LongtableError(
                'configuration-invalid',
                `Longtable was not started, because it may not use ${typeof path === 'string' ? path : data} (${code}). ` +
                    'Start it as the user who owns that, or choose another directory with LONGTABLE_DATA. What was stored is kept.',
                { cause: error }
            );
        default:
            return error;
    }
}
