import { z } from 'zod';
import { Progress } from './api.js';

/**
 * Control calls of the hub to an agent: HTTP over the agent's socket, each with an assertion whose identity is the hub.
 *
 * - `GET /control/status` answers one {@link AgentStatus}
 * - `GET /control/events` answers the present status and then every change, one JSON object a line, until closed
 * - `GET /control/presence` answers who is inside and then every change (People of presence.ts), one JSON object a line
 * - `POST /control/flush` writes all text of people that is not in its file yet, then answers 204
 * - `POST /control/stop` stops the IDE backend and everything started from it in order, then answers 204
 */
export const CONTROL_PATHS = {
    status: '/control/status',
    events: '/control/events',
    presence: '/control/presence',
    flush: '/control/flush',
    stop: '/control/stop'
} as const;

/** State of the IDE backend under its supervisor. `restarts` counts since the agent started. */
export const IdeState = z.object({
    restarts: z.number().int().nonnegative(),
    /** Why it ended last, for people. */
    lastExit: z.string().optional()
});
export type IdeState = z.infer<typeof IdeState>;

export const AgentStatus = z.discriminatedUnion('phase', [
    z.object({ phase: z.literal('cloning'), progress: Progress }),
    z.object({ phase: z.literal('starting'), progress: Progress, ide: IdeState }),
    z.object({ phase: z.literal('running'), ide: IdeState, timings: z.record(z.string(), z.number()) }),
    z.object({
        phase: z.literal('failed'),
        code: z.enum(['clone-failed', 'disk-full', 'ide-failed', 'internal']),
        reason: z.string()
    })
]);
export type AgentStatus = z.infer<typeof AgentStatus>;
