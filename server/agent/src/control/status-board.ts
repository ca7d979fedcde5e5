import { isDeepStrictEqual } from 'node:util';
import type { AgentStatus } from '@longtable/common';
import type { Disposable } from '../disposable.js';

/** Holds the present status of the agent and tells who listens about each change. */
export class StatusBoard {
    private readonly listeners = new Set<(status: AgentStatus) => void>();

    constructor(private current: AgentStatus) {}

    get status(): AgentStatus {
        return this.current;
    }

    set(status: AgentStatus): void {
        if (isDeepStrictEqual(status, this.current)) {
            return;
        }
        this.current = status;
        for (const listener of this.listeners) {
            listener(status);
        }
    }

    onChange(listener: (status: AgentStatus) => void): Disposable {
        this.listeners.add(listener);
        return { dispose: () => this.listeners.delete(listener) };
    }
}
