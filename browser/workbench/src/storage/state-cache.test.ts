import { expect, test } from 'vitest';
import { StateCache } from './state-cache';
import { storageOf } from './test-storage';

const prefix = 'theia@ada:';

test('what the hub keeps comes in, and what it does not keep any more goes', () => {
    const storage = storageOf({
        'theia@ada:old': '1',
        'theia@ada:layout': '"here"',
        'theia@ben:layout': '"his"',
        other: 'x'
    });
    const cache = new StateCache(storage, prefix);
    cache.accept({ revision: 7, entries: { layout: '"there"', more: '2' }, revisions: { layout: 7, more: 3 } });
    expect([cache.get('layout'), cache.get('more'), cache.get('old')]).toEqual(['"there"', '2', undefined]);
    expect(cache.revision).toBe(7);
    new StateCache(storage, prefix).accept({ revision: 2, entries: {}, revisions: {} });
    expect(cache.revision).toBe(2);
    expect(cache.unsent().size).toBe(0);
    expect(storage.getItem('theia@ben:layout')).toBe('"his"');
    expect(storage.getItem('other')).toBe('x');
});

test('LAYOUT-9: what the hub has not got stays, when nobody has changed the same meanwhile', () => {
    const storage = storageOf();
    const before = new StateCache(storage, prefix);
    before.accept({ revision: 3, entries: { layout: '1', gone: '1' }, revisions: { layout: 2, gone: 3 } });
    before.write('layout', '2');
    before.write('gone', undefined);
    before.write('new', '9');
    const cache = new StateCache(storage, prefix);
    cache.accept({
        revision: 4,
        entries: { layout: '1', gone: '1', else: '5' },
        revisions: { layout: 2, gone: 3, else: 4 }
    });
    expect(['layout', 'gone', 'new', 'else'].map(name => cache.get(name))).toEqual(['2', undefined, '9', '5']);
    expect([...cache.unsent().keys()].sort()).toEqual(['gone', 'layout', 'new']);
    expect(cache.displaced().size).toBe(0);
});

test('LAYOUT-9: where somebody has, the hub’s comes in and this browser’s is put aside', () => {
    const storage = storageOf();
    const before = new StateCache(storage, prefix);
    before.accept({ revision: 3, entries: { layout: '1', same: '1' }, revisions: { layout: 3, same: 3 } });
    before.write('layout', '2');
    before.write('same', '4');
    const cache = new StateCache(storage, prefix);
    cache.accept({ revision: 5, entries: { layout: '3', same: '4' }, revisions: { layout: 5, same: 5 } });
    expect(cache.get('layout')).toBe('3');
    expect([...cache.displaced()]).toEqual([['layout', '2']]);
    expect(cache.unsent().size).toBe(0);
    cache.forgetDisplaced();
    expect(new StateCache(storage, prefix).displaced().size).toBe(0);
});

test('a mark is made with the revision of the first write that was not sent, and goes when the last one was', () => {
    const cache = new StateCache(storageOf(), prefix);
    cache.accept({ revision: 3, entries: {}, revisions: {} });
    cache.write('layout', '1');
    cache.revision = 9;
    cache.write('layout', '2');
    expect(cache.unsent().get('layout')).toBe(3);
    cache.sent('layout', '1');
    expect(cache.unsent().has('layout')).toBe(true);
    cache.sent('layout', '2');
    expect(cache.unsent().has('layout')).toBe(false);
});

test('the hub begins with what a browser has kept before, and a guest with what the hub gives', () => {
    const known = storageOf({ 'theia@ada:layout': '"mine"', 'theia@ada:keyboard': '"de"' });
    const cache = new StateCache(known, prefix);
    cache.accept({ revision: 0, entries: { layout: '"the owner’s"' }, revisions: {} });
    expect(cache.get('layout')).toBe('"mine"');
    expect([...cache.unsent()]).toEqual([['layout', 0]]);
    const guest = new StateCache(storageOf({ 'theia@ada:keyboard': '"de"' }), prefix);
    guest.accept({ revision: 0, entries: { layout: '"the owner’s"' }, revisions: {} });
    expect(guest.get('layout')).toBe('"the owner’s"');
    expect(guest.get('keyboard')).toBe('"de"');
    expect(guest.unsent().size).toBe(0);
});

test('what the machine’s keyboard is like stays with the machine', () => {
    const cache = new StateCache(storageOf(), prefix);
    cache.write('keyboard', '"fr"');
    expect(cache.unsent().size).toBe(0);
    cache.accept({ revision: 2, entries: {}, revisions: {} });
    expect(cache.get('keyboard')).toBe('"fr"');
});

test('in a browser that is full what was written is read in this page, and nothing old passes for it later', () => {
    const storage = storageOf({ 'theia@ada:layout': '"old"' });
    const cache = new StateCache(storage, prefix);
    expect(cache.write('layout', '"new"')).toBe(true);
    storage.full = true;
    expect(cache.write('layout', '"newer"')).toBe(false);
    expect(cache.get('layout')).toBe('"newer"');
    expect(new StateCache(storage, prefix).get('layout')).toBeUndefined();
});

test('LAYOUT-10: what was changed from elsewhere and not seen here is told', () => {
    const cache = new StateCache(storageOf(), prefix);
    cache.accept({ revision: 3, entries: { a: '1' }, revisions: { a: 3 } });
    const answer = { revision: 5, entries: { a: '1', b: '2', c: '3' }, revisions: { a: 3, b: 5, c: 4 } };
    cache.write('c', '3');
    expect([...cache.unseen(answer)]).toEqual(['b']);
});

test('everything of one person goes, and nothing of another', () => {
    const storage = storageOf({ 'theia@ben:layout': '1' });
    const cache = new StateCache(storage, prefix);
    cache.accept({ revision: 3, entries: { a: '1' }, revisions: { a: 3 } });
    cache.write('a', '2');
    cache.drop();
    expect([...storage.items.keys()]).toEqual(['theia@ben:layout']);
});
