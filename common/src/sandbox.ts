import { z } from 'zod';
import { WorkspaceId } from './ids.js';

/**
 * What the hub tells the agent at start, in a file that is read-only inside the sandbox. All paths are as the
 * agent sees them.
 */
export const AgentConfiguration = z.object({
    workspaceId: WorkspaceId,
    /** Directory that holds the one folder of the workspace: `/workspace` in a sandbox. */
    root: z.string(),
    /** Name of the folder under `root` that is opened in the IDE. */
    folder: z.string(),
    repository: z.object({ url: z.string(), ref: z.string().optional() }).optional(),
    /** The folder was there before the first start, because the workspace was made from a snapshot. */
    fromSnapshot: z.boolean().optional(),
    /** Private home directory; its contents outlive a stop. */
    home: z.string(),
    sockets: z.object({
        /** The agent listens here for control calls of the hub. */
        agent: z.string(),
        /** The IDE backend listens here. */
        ide: z.string(),
        /** The hub's HTTP CONNECT proxy, where outbound traffic goes through it. */
        egress: z.string().optional()
    }),
    /**
     * `host:port` addresses on the hub's own loopback that the administrator allows. The agent offers each on the same
     * port of the sandbox's loopback, because programs do not ask a proxy for loopback addresses.
     */
    forwards: z.array(z.string()).default([]),
    /** Public half of the hub's signing key (JWK, OKP/Ed25519). */
    publicKey: z.record(z.string(), z.unknown()),
    ide: z.object({
        /** Path of the Node executable that runs the backend. */
        node: z.string(),
        /** Path of the built Theia backend's main file. */
        main: z.string(),
        /** Directory of the extensions that ship with Longtable. */
        plugins: z.string(),
        /** Host names the IDE is reached at, for Theia's check of the Origin header. */
        hosts: z.array(z.string()),
        /** Pattern of the webviews' origin, e.g. `{{uuid}}--webview--<id>.example.org`. */
        webviewEndpoint: z.string()
    }),
    /** Author of commits until people have identities of their own inside. */
    git: z.object({ name: z.string(), email: z.string() })
});
export type AgentConfiguration = z.infer<typeof AgentConfiguration>;

/** Environment variable that holds the path of the {@link AgentConfiguration} file. */
export const AGENT_CONFIGURATION_VARIABLE = 'LONGTABLE_AGENT_CONFIGURATION';
