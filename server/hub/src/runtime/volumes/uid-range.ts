import { readFileSync } from 'node:fs';
import { LongtableError } from '@longtable/common';

/** User ids that workspaces may have: `first` up to `first + count - 1`. */
export interface UidRange {
    readonly first: number;
    readonly count: number;
}

const COUNT = 65_536;

/**
 * The range of an installation. By default it lies where systemd's list of user ids says nobody allocates
 * (1879048192 to 2147352575), at a place that depends on the installation, so that two hubs rarely share a user; in a
 * container whose user namespace does not reach that far, below 60000.
 */
export function uidRangeOf(installation: string, uidMap = readFileSync('/proc/self/uid_map', 'utf8')): UidRange {
    const place = parseInt(installation.slice(-10, -2), 16) % 3000;
    const preferred = { first: 1_900_000_000 + place * COUNT, count: COUNT };
    const fallback = { first: 20_000, count: 40_000 };
    const found = [preferred, fallback].find(range => isMapped(range, uidMap));
    if (found === undefined) {
        throw new LongtableError(
            'runtime-unavailable',
            'The container that Longtable runs in has too few user ids to give each workspace one. ' +
                'Map at least 65536 ids into it, or start Longtable as an ordinary user.'
        );
    }
    return found;
}

function isMapped(range: UidRange, uidMap: string): boolean {
    return uidMap
        .trim()
        .split('\n')
        .map(line => line.trim().split(/\s+/).map(Number))
        .some(([inside = 0, , length = 0]) => range.first >= inside && range.first + range.count <= inside + length);
}
