import { LongtableError, messageOf } from '@longtable/common';

/** Why a file could not be written or read, for people. */
export function explainFailure(error: unknown, path: string): LongtableError {
    if (error instanceof LongtableError) {
        return error;
    }
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const kept = 'Your text is kept here, but it is not on disk.';
    switch (code) {
        case 'ENOSPC':
        case 'EDQUOT':
            return new LongtableError(
                'disk-full',
                `The disk is full. ${kept} Free some space; it is tried again by itself.`
            );
        case 'EACCES':
        case 'EPERM':
        case 'EROFS':
            return new LongtableError(
                'forbidden',
                `${path} may not be written. ${kept} Make it writable and save again.`
            );
        default:
            return new LongtableError('internal', `${path} could not be written: ${messageOf(error)}. ${kept}`, {
                cause: error
            });
    }
}
