import { UserId, type Person, type PresenceNotice } from '@longtable/common';
import { expect, test } from 'vitest';
import { ManualClock } from '../testing/manual-clock.js';
import { Summons } from './summons.js';

const person = (name: string): Person => ({
    kind: 'person',
    userId: UserId.parse(name.toLowerCase()),
    name,
    role: 'editor'
});

test('PRESENCE-10: after 30 s one can call again', () => {
    const clock = new ManualClock();
    const summons = new Summons(clock);
    const heard: PresenceNotice[] = [];
    const ada = summons.join(person('Ada'), () => undefined);
    const grace = summons.join(person('Grace'), notice => heard.push(notice));
    expect(ada.call()).toEqual({ asked: 1 });
    clock.advance(29_500);
    expect(ada.call()).toEqual({ refused: expect.stringContaining('again in 1 second.') as string });
    clock.advance(500);
    expect(ada.call()).toEqual({ asked: 1 });
    expect(heard).toHaveLength(2);
    grace.dispose();
    clock.advance(30_000);
    expect(ada.call()).toEqual({ asked: 0 });
    expect(heard).toHaveLength(2);
});

test('PRESENCE-10: a call that nobody could hear does not count', () => {
    const summons = new Summons(new ManualClock());
    const ada = summons.join(person('Ada'), () => undefined);
    expect(ada.call()).toEqual({ asked: 0 });
    summons.join(person('Grace'), () => undefined);
    expect(ada.call()).toEqual({ asked: 1 });
});
