/** User and group inside every sandbox, whichever they are outside. */
export const SANDBOX_UID = 1000;
export const SANDBOX_USER = 'longtable';

/** Paths inside a sandbox. */
export const PLACES = {
    workspace: '/workspace',
    home: `/home/${SANDBOX_USER}`,
    run: '/run/longtable',
    hub: '/run/longtable-hub',
    node: '/opt/longtable/bin/node',
    agent: '/opt/longtable/agent',
    ide: '/opt/longtable/ide',
    plugins: '/opt/longtable/plugins'
} as const;
