import type { People, PRESENCE_PATH, PresenceNotice, PresentPerson } from '@longtable/common';
import { isRecord } from '../context/is-record';

/** Where presence is told and heard. Typed by the constant in common, as the hub's prefix is. */
export const presencePath: typeof PRESENCE_PATH = '/.longtable/presence';

/** Reads one message of the agent about who is here; undefined when it is none. */
export function peopleOf(data: unknown): readonly PresentPerson[] | undefined {
    const value = parse(data);
    return isPeople(value) ? value.people : undefined;
}

/** Reads one message of the agent beside those; undefined when it is none. */
export function noticeOf(data: unknown): PresenceNotice | undefined {
    const value = parse(data);
    return isNotice(value) ? value : undefined;
}

function parse(data: unknown): unknown {
    try {
        return JSON.parse(String(data));
    } catch {
        return undefined;
    }
}

/** Enough to draw them; names and paths are only ever shown as text. */
function isPeople(value: unknown): value is People {
    return isRecord(value) && Array.isArray(value['people']) && value['people'].every(isPerson);
}

function isPerson(value: unknown): boolean {
    return (
        isRecord(value) &&
        typeof value['userId'] === 'string' &&
        typeof value['name'] === 'string' &&
        typeof value['role'] === 'string' &&
        typeof value['tabs'] === 'number'
    );
}

function isNotice(value: unknown): value is PresenceNotice {
    if (!isRecord(value)) {
        return false;
    }
    const { summons, withdrawn, summoned } = value;
    return (
        typeof withdrawn === 'string' ||
        (isRecord(summons) && ['id', 'userId', 'name'].every(key => typeof summons[key] === 'string')) ||
        (isRecord(summoned) && (typeof summoned['asked'] === 'number' || typeof summoned['refused'] === 'string'))
    );
}
