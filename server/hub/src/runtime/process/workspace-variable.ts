/** Environment variable by which the processes of a workspace are known, also those that have left their parents. */
export const WORKSPACE_VARIABLE = 'LONGTABLE_WORKSPACE';
