import { LongtableError } from '@longtable/common';

/** The answer to whoever may see a workspace and tries to do more. */
export function viewingOnly(): LongtableError {
    return new LongtableError(
        'forbidden',
        'This workspace is shared with you for viewing. Nothing was changed. Ask its owner if you need to edit.'
    );
}
