import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserId, type Person } from '@longtable/common';
import { afterEach, beforeEach, expect, test } from 'vitest';
import * as Y from 'yjs';
import { temporaryDirectory } from '../testing/temporary-directory.js';
import { Attribution } from './attribution.js';
import { Ledger } from './ledger.js';

const person = (name: string, email?: string): Person => ({
    kind: 'person',
    userId: UserId.parse(name.toLowerCase()),
    name,
    ...(email === undefined ? {} : { email }),
    role: 'editor'
});
const ada = person('Ada', 'ada@example.org');
const grace = person('Grace');
const alan = person('Alan', 'alan@example.org');

const graces = { name: 'Grace', email: 'grace@users.noreply.longtable.invalid' };
const alans = { name: 'Alan', email: 'alan@example.org' };

let place: Awaited<ReturnType<typeof temporaryDirectory>>;
let folder: string;
let open: Document[];
let attribution: Attribution;

/** A document in which people type, each under a client id of their own. */
class Document {
    readonly doc = new Y.Doc();
    readonly metadata;
    private readonly owners = new Map<number, UserId>();

    constructor(path: string, text: string) {
        this.metadata = { path, encoding: 'utf8', lineEnd: 'lf', dirty: false, onDisk: true } as const;
        this.doc.getText('content').insert(0, text);
    }

    readonly ownerOf = (clientId: number) => this.owners.get(clientId);

    type(who: Person, after: string, text: string): void {
        this.doc.clientID = 1000 + who.userId.length * 31 + (who.userId.codePointAt(0) ?? 0);
        this.owners.set(this.doc.clientID, who.userId);
        const content = this.doc.getText('content');
        content.insert(content.toJSON().indexOf(after) + after.length, text);
    }

    save(): void {
        writeFileSync(join(folder, this.metadata.path), this.doc.getText('content').toJSON());
    }
}

const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, stdio: 'pipe' });

function attributionOf(): Attribution {
    return new Attribution({ folder, ledger: Ledger.open(join(place.path, 'home', 'authors.json')), open: () => open });
}

beforeEach(async () => {
    place = await temporaryDirectory();
    folder = join(place.path, 'guests');
    mkdirSync(folder);
    git('init', '-q', '-b', 'main');
    git('config', 'user.name', 'Ada');
    git('config', 'user.email', 'ada@example.org');
    writeFileSync(join(folder, 'list.ts'), 'one\ntwo\n');
    git('add', '.');
    git('commit', '-q', '-m', 'first');
    open = [];
    attribution = attributionOf();
    for (const who of [ada, grace, alan]) {
        attribution.learn(who);
    }
});

afterEach(async () => {
    await attribution.flush();
    await place[Symbol.asyncDispose]();
});

test('DOC-50: everybody else whose live edits are staged is named, and nobody else', async () => {
    const list = new Document('list.ts', 'one\ntwo\n');
    open = [list];
    list.type(ada, 'one', '\nby Ada');
    list.type(grace, 'two', ' and by Grace');
    list.save();
    expect(await attribution.coAuthors(ada.userId)).toEqual([]);
    git('add', '.');
    list.type(alan, 'one', '\nby Alan, not staged');
    list.save();
    expect(await attribution.coAuthors(ada.userId)).toEqual([graces]);
    git('add', '.');
    expect(await attribution.coAuthors(ada.userId)).toEqual([alans, graces]);
    expect(await attribution.coAuthors(grace.userId)).toEqual([{ name: 'Ada', email: 'ada@example.org' }, alans]);
    git('commit', '-q', '-m', 'second');
    expect(await attribution.coAuthors(ada.userId)).toEqual([]);
});

test('DOC-50: what is known outlasts the document and the agent', async () => {
    const list = new Document('list.ts', 'one\ntwo\n');
    list.type(grace, 'two', '\nthree\n}');
    list.save();
    git('add', '.');
    attribution.keep(list);
    expect(await attribution.coAuthors(ada.userId)).toEqual([graces]);
    await attribution.flush();
    attribution = attributionOf();
    expect(await attribution.coAuthors(ada.userId)).toEqual([graces]);
});

test('DOC-50: a lone bracket and what a program wrote name nobody', async () => {
    const list = new Document('list.ts', 'one\ntwo\n');
    open = [list];
    list.type(grace, 'two', '\n}');
    list.save();
    writeFileSync(join(folder, 'made.ts'), 'by a program\n');
    git('add', '.');
    expect(await attribution.coAuthors(ada.userId)).toEqual([]);
});

test('a folder without a repository and a damaged ledger name nobody and harm nobody', async () => {
    await attribution.flush();
    writeFileSync(join(place.path, 'home', 'authors.json'), '{"people": 3');
    const elsewhere = new Attribution({
        folder: place.path,
        ledger: Ledger.open(join(place.path, 'home', 'authors.json')),
        open: () => open
    });
    expect(await elsewhere.coAuthors(ada.userId)).toEqual([]);
});
