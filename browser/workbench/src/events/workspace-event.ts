import type { WORKSPACE_EVENTS_PATH, WorkspaceEvent } from '@longtable/common';
import { isRecord } from '../context/is-record';

/** Where the hub streams events. Typed by the constant in common, as the hub's prefix is. */
export const eventsPath: typeof WORKSPACE_EVENTS_PATH = '/.longtable/events';

const types: Readonly<Record<WorkspaceEvent['type'], true>> = {
    sharing: true,
    requests: true,
    role: true,
    ended: true
};

/** Reads one message of the event stream; undefined for what this page does not know, as a newer hub may send. */
export function workspaceEventOf(data: unknown): WorkspaceEvent | undefined {
    try {
        const value: unknown = JSON.parse(String(data));
        return isWorkspaceEvent(value) ? value : undefined;
    } catch {
        return undefined;
    }
}

/** Enough to tell the kinds apart; the hub has checked the rest against the schema. */
function isWorkspaceEvent(value: unknown): value is WorkspaceEvent {
    return isRecord(value) && typeof value['type'] === 'string' && Object.hasOwn(types, value['type']);
}
