import { UserId, WorkspaceId, type PresentPerson } from '@longtable/common';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Presence } from './presence.js';

const id = WorkspaceId.parse('engine01');
const personOf = (name: string): PresentPerson => ({
    userId: UserId.parse(name.toLowerCase()),
    name,
    role: 'editor',
    tabs: 1,
    activity: 'active'
});
const [ada, grace] = [personOf('Ada'), personOf('Grace')];

let presence: Presence;
let told: string[];

beforeEach(() => {
    vi.useFakeTimers();
    presence = new Presence();
    told = [];
    presence.on({
        changed: one => told.push(`changed ${String(presence.peopleIn(one).length)}`),
        joined: (_id, { name }) => told.push(`joined ${name}`),
        left: (_id, { name }) => told.push(`left ${name}`)
    });
});

afterEach(() => {
    presence.dispose();
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
});

test('SHARE-19 tells a change at once, and those within the same second together', () => {
    presence.set(id, [ada]);
    expect(told).toEqual(['joined Ada', 'changed 1']);
    presence.set(id, [{ ...ada, activity: 'idle' }]);
    presence.set(id, [ada, grace]);
    expect(told).toEqual(['joined Ada', 'changed 1', 'joined Grace']);
    vi.advanceTimersByTime(999);
    expect(told).toHaveLength(3);
    vi.advanceTimersByTime(1);
    expect(told).toEqual(['joined Ada', 'changed 1', 'joined Grace', 'changed 2']);
});

test('SHARE-20 someone has left when they have been gone for 10 seconds, and a reload is no coming and going', () => {
    presence.set(id, [ada, grace]);
    presence.set(id, [ada]);
    vi.advanceTimersByTime(9_999);
    presence.set(id, [ada, grace]);
    vi.advanceTimersByTime(60_000);
    expect(told.filter(one => !one.startsWith('changed'))).toEqual(['joined Ada', 'joined Grace']);
    presence.set(id, [ada]);
    vi.advanceTimersByTime(10_000);
    expect(told).toContain('left Grace');
    expect(presence.peopleIn(id)).toEqual([ada]);
});

test('SHARE-20 everybody has left a workspace that has ended', () => {
    presence.set(id, [ada, grace]);
    presence.set(id, [ada]);
    presence.clear(id);
    expect(told.slice(-3)).toEqual(['left Ada', 'left Grace', 'changed 0']);
    presence.clear(id);
    expect(told.filter(one => one.startsWith('left'))).toHaveLength(2);
});
