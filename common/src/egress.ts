/** Port on the sandbox's own loopback where the agent offers the egress proxy to programs. */
export const EGRESS_PORT = 3128;
