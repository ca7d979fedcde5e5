/**
 * Environment variable by which the processes of a workspace are known, also those that have left their parents. The
 * agent uses the same one, and the IDE passes it on, which it does not with names that begin with `LONGTABLE_`.
 */
export const WORKSPACE_VARIABLE = '__LONGTABLE_WORKSPACE';
