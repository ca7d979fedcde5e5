import { LongtableError, messageOf } from '@longtable/common';

/** Why a workspace was not created: beside the field it is about, or for the whole form. */
export interface CreationFailure {
    readonly fields?: Partial<Record<string, string>>;
    readonly sentence?: string;
}

const aboutTheRepository = new Set<string>(['invalid-repository', 'repository-address-forbidden', 'clone-failed']);

export function creationFailure(error: unknown): CreationFailure {
    return error instanceof LongtableError && aboutTheRepository.has(error.code)
        ? { fields: { repository: error.message } }
        : { sentence: messageOf(error) };
}
