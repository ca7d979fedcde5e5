import type { WorkbenchStateChange } from '@longtable/common';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { StateCache } from './state-cache';
import type { Sent } from './state-request';
import { StateSender, type StateSenderOptions } from './state-sender';
import { storageOf } from './test-storage';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A sender to a hub that answers what `answers` say, in turn, then that all is well. */
function senderOf(cache: StateCache, answers: Sent[] = [], more: Partial<StateSenderOptions> = {}) {
    const sent: { change: WorkbenchStateChange; leaving: boolean }[] = [];
    let revision = cache.revision;
    const sender = new StateSender({
        cache,
        send: (change, { leaving }) => {
            sent.push({ change, leaving });
            return Promise.resolve(answers.shift() ?? { kind: 'changed', changed: { revision: ++revision } });
        },
        ...more
    });
    const write = (name: string, text?: string) => {
        cache.write(name, text);
        sender.written(name);
    };
    return { sender, sent, write };
}

const newCache = () => new StateCache(storageOf(), 'theia@ada:');

test('LAYOUT-8: what is written within a moment is sent together, the last of each name', async () => {
    const cache = newCache();
    const { sent, write } = senderOf(cache);
    write('a', '1');
    write('b', '1');
    write('a', '2');
    write('c');
    expect(sent).toEqual([]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(sent).toEqual([{ change: { set: { a: '2', b: '1' }, remove: ['c'] }, leaving: false }]);
    expect(cache.unsent().size).toBe(0);
    expect(cache.revision).toBe(1);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sent).toHaveLength(1);
});

test('what could not be sent is sent again, with what came since', async () => {
    const cache = newCache();
    const { sent, write } = senderOf(cache, [{ kind: 'failed' }, { kind: 'failed' }]);
    write('a', '1');
    await vi.advanceTimersByTimeAsync(1000);
    write('a', '2');
    write('b', '1');
    await vi.advanceTimersByTimeAsync(5000 + 15_000);
    expect(sent.map(({ change }) => change.set)).toEqual([{ a: '1' }, { a: '2', b: '1' }, { a: '2', b: '1' }]);
    expect(cache.unsent().size).toBe(0);
});

test('what an earlier page has left unsent is sent by the next one', async () => {
    const cache = newCache();
    cache.write('a', '1');
    const { sent } = senderOf(cache);
    await vi.advanceTimersByTimeAsync(1000);
    expect(sent[0]?.change.set).toEqual({ a: '1' });
});

test('what the hub does not keep is told once, stays here, and the rest goes on', async () => {
    const cache = newCache();
    const told: string[] = [];
    const refused = { kind: 'refused', message: 'Too large.' } as const;
    const { sent, write } = senderOf(cache, [refused, refused], { onRefused: message => told.push(message) });
    write('a', 'large');
    await vi.advanceTimersByTimeAsync(1000);
    write('a', 'larger');
    await vi.advanceTimersByTimeAsync(1000);
    write('b', '1');
    await vi.advanceTimersByTimeAsync(1000);
    expect(told).toEqual(['Too large.']);
    expect(sent).toHaveLength(3);
    expect([...cache.unsent().keys()]).toEqual(['a']);
});

test('without a right nothing more is sent', async () => {
    const { sent, write, sender } = senderOf(newCache(), [{ kind: 'refused' }]);
    write('a', '1');
    await vi.advanceTimersByTimeAsync(1000);
    write('a', '2');
    await vi.advanceTimersByTimeAsync(100_000);
    sender.leave();
    expect(sent).toHaveLength(1);
    expect(await sender.flush()).toBe(false);
});

test('a flush sends at once, and tells whether the hub has all', async () => {
    const { sent, write, sender } = senderOf(newCache(), [
        { kind: 'changed', changed: { revision: 1 } },
        { kind: 'failed' }
    ]);
    write('a', '1');
    expect(await sender.flush()).toBe(true);
    write('a', '2');
    expect(await sender.flush()).toBe(false);
    expect(sent).toHaveLength(2);
});

/** A sender whose requests are never answered. */
function senderToNobody(cache: StateCache) {
    const sent: { change: WorkbenchStateChange; leaving: boolean; signal: AbortSignal | undefined }[] = [];
    const sender = new StateSender({
        cache,
        send: (change, { leaving, signal }) => {
            sent.push({ change, leaving, signal });
            return new Promise<Sent>(() => undefined);
        }
    });
    const write = async (name: string, text: string, flush = false) => {
        cache.write(name, text);
        sender.written(name);
        if (flush) {
            void sender.flush();
            await Promise.resolve();
        }
    };
    return { sender, sent, write };
}

test('LAYOUT-8: a page that goes away sends what waits and what is under way, as far as it can', async () => {
    const cache = newCache();
    const { sender, sent, write } = senderToNobody(cache);
    await write('under way', '1', true);
    await write('large', 'ü'.repeat(40_000));
    await write('small', '2');
    sender.leave();
    sender.leave();
    expect(sent).toHaveLength(2);
    expect(sent[1]?.change).toEqual({ set: { 'under way': '1', small: '2' }, remove: [] });
    expect(sent[1]?.leaving).toBe(true);
    // It could come to the hub after the newer one, and is too much beside it.
    expect(sent[0]?.signal?.aborted).toBe(true);
    expect(cache.unsent().has('large')).toBe(true);
});

test('LAYOUT-8: what is written between two signs that a page goes away is sent with what was sent at the first', async () => {
    const { sender, sent, write } = senderToNobody(newCache());
    await write('a', '1');
    await write('b', '1');
    sender.leave();
    await write('b', '2');
    sender.leave();
    expect(sent.map(({ change }) => change.set)).toEqual([
        { a: '1', b: '1' },
        { a: '1', b: '2' }
    ]);
    expect(sent.map(({ signal }) => signal?.aborted)).toEqual([true, false]);
});

test('LAYOUT-8: a page that stays after all goes on sending, one request after the other', async () => {
    const cache = newCache();
    const { sender, sent, write } = senderOf(cache, [{ kind: 'failed' }]);
    write('a', '1');
    sender.leave();
    write('b', '1');
    await vi.advanceTimersByTimeAsync(5000);
    expect(sent).toEqual([
        { change: { set: { a: '1' }, remove: [] }, leaving: true },
        { change: { set: { b: '1', a: '1' }, remove: [] }, leaving: false }
    ]);
    expect(cache.unsent().size).toBe(0);
});

test('LAYOUT-8: what is under way goes on when a page that goes away cannot send it again', async () => {
    const { sender, sent, write } = senderToNobody(newCache());
    await write('large', 'ü'.repeat(40_000), true);
    await write('small', '2');
    sender.leave();
    expect(sent[1]?.change.set).toEqual({ small: '2' });
    expect(sent[0]?.signal?.aborted).toBe(false);
});

test('LAYOUT-10: a page that could not read what is kept sends nothing before it knows, and then not over what it has not seen', async () => {
    const cache = newCache();
    const answers = [undefined, new Set(['layout'])];
    const { sent, write, sender } = senderOf(cache, [], { askForUnseen: () => Promise.resolve(answers.shift()) });
    write('layout', '1');
    write('mine', '1');
    sender.leave();
    await vi.advanceTimersByTimeAsync(1000);
    expect(sent).toEqual([]);
    await vi.advanceTimersByTimeAsync(5000);
    expect(sent).toEqual([{ change: { set: { mine: '1' }, remove: [] }, leaving: false }]);
    write('layout', '2');
    await vi.advanceTimersByTimeAsync(100_000);
    expect(sent).toHaveLength(1);
    expect([...cache.unsent().keys()]).toEqual(['layout']);
    expect(cache.revision).toBe(0);
});
