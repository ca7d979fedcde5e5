import { UserId, type Person } from '@longtable/common';
import { expect, test, vi } from 'vitest';
import { ManualClock } from '../testing/manual-clock.js';
import { Presence } from './presence.js';

const person = (name: string): Person => ({
    kind: 'person',
    userId: UserId.parse(name.toLowerCase()),
    name,
    role: 'editor'
});

test('PRESENCE-1: one entry per person, in the order in which they came, with the number of tabs', () => {
    const presence = new Presence(new ManualClock());
    const first = presence.join(person('Ada'));
    presence.join(person('Grace'));
    presence.join(person('Ada'));
    expect(presence.people.map(({ name, tabs }) => [name, tabs])).toEqual([
        ['Ada', 2],
        ['Grace', 1]
    ]);
    first.dispose();
    first.dispose();
    expect(presence.people.find(({ name }) => name === 'Ada')?.tabs).toBe(1);
});

test('PRESENCE-2: a person is as active as their most active tab, and where they reported last', () => {
    const presence = new Presence(new ManualClock());
    const one = presence.join(person('Ada'));
    const other = presence.join(person('Ada'));
    one.report({ activity: 'active', location: { path: 'a.ts', line: 3 } });
    other.report({ activity: 'away', location: { path: 'b.ts' } });
    expect(presence.people).toMatchObject([{ activity: 'active', location: { path: 'b.ts' } }]);
    one.report({ activity: 'idle' });
    expect(presence.people).toMatchObject([{ activity: 'idle' }]);
    expect(presence.people[0]).not.toHaveProperty('location');
});

test('PRESENCE-2: a person is where they typed or pointed last, whatever another tab of theirs tells later', () => {
    const clock = new ManualClock();
    clock.advance(60_000);
    const presence = new Presence(clock);
    const one = presence.join(person('Ada'));
    const other = presence.join(person('Ada'));
    one.report({ activity: 'active', location: { path: 'a.ts' }, tab: 'one', quiet: 10 });
    // Somebody else types above the caret of the other tab, which moves.
    other.report({ activity: 'active', location: { path: 'b.ts', line: 8 }, tab: 'other', quiet: 5000 });
    expect(presence.people).toMatchObject([{ location: { path: 'a.ts' }, tab: 'one' }]);
    clock.advance(3000);
    other.report({ activity: 'active', location: { path: 'b.ts', line: 8 }, tab: 'other', quiet: 0 });
    expect(presence.people).toMatchObject([{ location: { path: 'b.ts' }, tab: 'other' }]);
});

test('PRESENCE-3: what changes nothing is not told', () => {
    const clock = new ManualClock();
    const presence = new Presence(clock);
    const told = vi.fn();
    presence.onChange(told);
    const seat = presence.join(person('Ada'));
    seat.report({ activity: 'active', quiet: 0 });
    clock.advance(100);
    seat.report({ activity: 'active', quiet: 5 });
    clock.advance(100);
    expect(told).toHaveBeenCalledOnce();
});

test('PRESENCE-8: a person has one colour in all their tabs, and another has another', () => {
    const presence = new Presence(new ManualClock());
    const first = presence.join(person('Ada'));
    presence.join(person('Ada'));
    presence.join(person('Grace'));
    const [ada, grace] = presence.people;
    expect(ada?.colour).not.toBe(grace?.colour);
    first.dispose();
    expect(presence.people.map(({ colour }) => colour)).toEqual([ada?.colour, grace?.colour]);
});

test('PRESENCE-3: many changes at once are told together, and none after leaving', () => {
    const clock = new ManualClock();
    const presence = new Presence(clock);
    const told = vi.fn();
    presence.onChange(told);
    const seats = ['Ada', 'Grace', 'Alan'].map(name => presence.join(person(name)));
    clock.advance(100);
    expect(told).toHaveBeenCalledOnce();
    expect(told.mock.calls[0]?.[0]).toHaveLength(3);
    seats[0]?.dispose();
    seats[0]?.report({ activity: 'active' });
    clock.advance(100);
    expect(told).toHaveBeenCalledTimes(2);
    expect(told.mock.calls[1]?.[0]).toHaveLength(2);
});
