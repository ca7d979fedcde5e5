import type { WorkspaceId } from '@longtable/common';

const LOOP_MILLISECONDS = 10_000;

/**
 * Whether to go into a running workspace by itself. Not when this tab did so a moment ago and is back: the hub would not
 * let it in, and going again would turn in circles.
 */
export function mayEnter(id: WorkspaceId, storage: Pick<Storage, 'getItem' | 'setItem'>, now: number): boolean {
    const key = `longtable.entered.${id}`;
    const last = Number(storage.getItem(key) ?? 0);
    storage.setItem(key, String(now));
    return now - last > LOOP_MILLISECONDS;
}
