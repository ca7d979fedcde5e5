import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, existsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserId, type Person, type Role } from '@longtable/common';
import { DocumentRegistry } from '../document-registry.js';
import { Rooms } from '../socket/rooms.js';
import { around, describeTexts } from './describe-texts.js';
import { decodeFile, encodeFile, ENCODINGS } from './file-format.js';
import { Life, type Death } from './life.js';
import type { Link, Served } from './network.js';
import { Outside } from './outside.js';
import { Random } from './random.js';
import { insertion } from './scribble.js';
import { Tokens } from './tokens.js';
import { Typist } from './typist.js';
import { VirtualClock } from './virtual-clock.js';

const NAMES = ['Ada', 'Grace', 'Alan', 'Barbara'];

/** So many turns of the event loop are taken at once; who waits longer leaves the processor to the threads that do the work. */
const BUSY_TURNS = 200;
/** In milliseconds, on a machine with much to do. */
const LONGEST_CALL = 30_000;

/** What is tested is not how fast a disk is. */
const FAST = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

const actions = {
    edit: 60,
    wait: 20,
    cut: 3,
    pause: 2,
    outside: 6,
    save: 2,
    reload: 1.5,
    leave: 1,
    join: 2,
    kill: 1.2,
    abandon: 0.4,
    format: 0.7,
    revert: 0.2,
    rename: 0.7,
    caret: 2
};

/** An agent with one file, people who have it open, and everything that can come between them. */
export class World {
    readonly log: string[] = [];
    /** What the agent wrote to its log. */
    readonly told: string[] = [];
    private readonly random: Random;
    private readonly tokens: Tokens;
    private readonly clock = new VirtualClock();
    private readonly clientClock = new VirtualClock();
    private readonly directory = mkdtempSync(join(FAST, 'lt-fuzz-'));
    private readonly folder = join(this.directory, 'demo');
    private readonly links = new Set<Link>();
    private readonly typists = new Set<Typist>();
    private readonly outside: Outside;
    private readonly violations: string[] = [];
    private readonly linger: number;
    private readonly alone = process.env['LONGTABLE_FUZZ_SEED'] !== undefined;
    private readonly seen = new Set<string>();
    private path = 'a.txt';
    private files = 0;
    /** How many saves are under way. */
    private saves = 0;
    private served: Served | undefined;
    private registry: DocumentRegistry | undefined;

    constructor(private readonly seed: number) {
        this.random = new Random(seed);
        this.tokens = new Tokens(this.random);
        this.outside = new Outside(() => join(this.folder, this.path), this.random, this.tokens);
        this.linger = this.random.of([0, 300, 30_000]);
        mkdirSync(this.folder);
        const format = { encoding: this.random.of(ENCODINGS), lineEnd: this.random.of(['\n', '\r\n'] as const) };
        const lines = Array.from({ length: this.random.below(6) }, () => insertion(this.random, this.tokens));
        writeFileSync(join(this.folder, this.path), encodeFile(lines.join('\n'), format));
    }

    /** Lets things happen, and throws if in the end not everybody has the same, with nothing lost and nothing doubled. */
    async run(): Promise<void> {
        await this.start();
        for (let count = 2 + this.random.below(this.random.chance(0.2) ? 7 : 3); count > 0; count--) {
            this.join();
        }
        const steps = 20 + this.random.below(80);
        for (let step = 0; step < steps; step++) {
            // How much is drawn in a step depends on the time that the disk takes.
            this.random.reseed(Math.imul(this.seed, 7919) + step * 104_729);
            await this.step();
        }
        this.random.reseed(this.seed);
        await this.finish();
    }

    async dispose(): Promise<void> {
        for (const typist of this.typists) {
            typist.leave(true);
        }
        this.links.clear();
        const stopping = this.served?.life.run(() => this.registry?.dispose());
        await this.until(() => stopping ?? Promise.resolve());
        this.served?.life.die();
        rmSync(this.directory, { recursive: true, force: true, maxRetries: 3 });
    }

    private async step(): Promise<void> {
        const { random } = this;
        if (this.served?.life.dead !== false && random.chance(0.3)) {
            await this.start();
        }
        const action = random.weighted(actions);
        this.log.push(this.alone ? `${action}@${this.clock.now()}` : action);
        await this.act(action);
        this.pump(random.below(12));
        if (random.chance(0.6)) {
            await this.settle();
        } else {
            for (let turns = random.below(4); turns > 0; turns--) {
                await turn();
            }
        }
        for (const typist of this.typists) {
            void typist.proceed();
        }
        this.logFaults();
        this.trace();
    }

    /** For a seed that is run alone: notes in which step a token was seen for the last time, or twice for the first. */
    private logFaults(): void {
        if (this.alone) {
            const file = join(this.folder, this.path);
            const texts = [
                existsSync(file) ? decodeFile(readFileSync(file)).text : '',
                ...[...this.typists].flatMap(typist => typist.text ?? '')
            ];
            const everywhere = [...texts, ...[...this.typists].map(typist => typist.keptText)].join('');
            const faults = [
                ...this.tokens.faultsIn(everywhere).filter(fault => fault.endsWith('lost')),
                ...texts.flatMap(text => this.tokens.faultsIn(text)).filter(fault => fault.endsWith('twice'))
            ];
            for (const fault of faults) {
                if (!this.seen.has(fault)) {
                    this.seen.add(fault);
                    this.log.push(`  (${fault})`);
                }
            }
        }
    }

    /** `LONGTABLE_FUZZ_TRACE=4e00` prints after each step how long each text is, and which holds the character U+4e00. */
    private trace(): void {
        const watched = process.env['LONGTABLE_FUZZ_TRACE'];
        if (watched !== undefined) {
            const { clock, served, registry, typists, path } = this;
            const file = join(this.folder, path);
            const text = existsSync(file) ? decodeFile(readFileSync(file)).text : undefined;
            console.log(
                `${this.log.at(-1)} (${clock.now()}) ${served?.life.dead === true ? 'dead' : ''} | ${path} ` +
                    describeTexts(watched, text, registry?.loaded() ?? [], typists)
            );
        }
    }

    private async act(action: keyof typeof actions): Promise<void> {
        const { random, typists } = this;
        const typist = typists.size === 0 ? undefined : random.of([...typists]);
        switch (action) {
            case 'edit':
                typist?.edit();
                return;
            case 'wait':
                this.advance(random.of([10, 50, 120, 450, 2100]));
                return;
            case 'cut':
                typist?.link?.cut();
                return;
            case 'pause':
                if (typist?.link !== undefined) {
                    typist.link.paused = !typist.link.paused;
                }
                return;
            case 'outside':
                this.log.push(`  ${this.outside.act()}`);
                return;
            case 'save':
                this.save(typist);
                return;
            case 'revert':
                await this.revert(typist);
                return;
            case 'format':
                typist?.replica
                    ?.changeFormat(
                        random.chance(0.5)
                            ? { lineEnd: random.of(['lf', 'crlf'] as const) }
                            : { encoding: random.of(ENCODINGS) }
                    )
                    .catch(() => undefined);
                return;
            case 'reload':
                typist?.reload(random.chance(0.5));
                return;
            case 'leave':
                if (typist !== undefined && typists.size > 1) {
                    typist.leave(random.chance(0.5));
                    typists.delete(typist);
                }
                return;
            case 'join':
                if (typists.size < 8) {
                    this.join();
                }
                return;
            case 'kill':
                this.kill();
                return;
            case 'abandon':
                // Everybody is cut off for so long that the agent lets go of the document.
                for (const { link } of typists) {
                    link?.cut();
                }
                await this.settle();
                this.clock.advance(40_000);
                await this.settle();
                return;
            case 'rename':
                await this.rename(typist);
                return;
            case 'caret':
                typist?.replica?.setCaret({ selections: [], view: [0, random.below(9)] });
                return;
        }
    }

    private join(role: Role = this.random.chance(0.1) ? 'viewer' : 'editor'): void {
        const name = this.random.of(NAMES);
        const person: Person = { kind: 'person', userId: UserId.parse(name.toLowerCase()), name, role };
        const typist = new Typist({
            person,
            clock: this.clientClock,
            random: this.random,
            tokens: this.tokens,
            path: () => this.path,
            onLink: link => this.links.add(link),
            onViolation: reason => this.violations.push(reason)
        });
        typist.setAutoSave(this.random.chance(0.8));
        this.typists.add(typist);
        void typist.proceed();
    }

    private async start(): Promise<void> {
        this.served?.life.die();
        // What a process that is killed has asked of the system is done before there is another one.
        await this.settle();
        const life = new Life();
        const clock = life.clock(this.clock);
        const registry = life.run(
            () =>
                new DocumentRegistry({
                    folder: this.folder,
                    journals: join(this.directory, 'journals'),
                    clock,
                    linger: this.linger
                })
        );
        this.registry = registry;
        this.served = { life, context: { documents: () => Promise.resolve(registry), rooms: new Rooms(clock) } };
    }

    private kill(): void {
        const how = this.random.of<Death>(['before', 'after', 'torn']);
        if (this.random.chance(0.3)) {
            this.served?.life.die();
        } else {
            this.served?.life.dieAfter(this.random.below(this.random.of([3, 30, 100])), how);
        }
    }

    /** The file is moved, mostly by the workbench, which tells. Nothing else happens until the agent has seen it. */
    private async rename(typist: Typist | undefined): Promise<void> {
        const from = join(this.folder, this.path);
        const life = this.served?.life;
        // A save that is under way makes the file again where it was.
        if (!existsSync(from) || !this.outside.idle || life?.dead !== false || this.saves > 0) {
            return;
        }
        life.dieNever();
        await this.letSee();
        // With nobody there, the document may be let go of, and is then found nowhere.
        if (this.saves > 0 || !this.isLoaded() || ![...this.typists].some(({ replica }) => replica?.live)) {
            return;
        }
        const before = this.path;
        this.path = `b${++this.files}.txt`;
        renameSync(from, join(this.folder, this.path));
        if (this.random.chance(0.7) && typist?.canType === true && typist.settled) {
            typist.renamed(before, this.path);
            this.pump(10_000);
        }
        // On a machine with much to do, what watchers tell comes late.
        for (let rounds = 0; rounds < 20 && (rounds === 0 || !this.isLoaded()); rounds++) {
            await this.letSee();
        }
    }

    private isLoaded(): boolean {
        return [...(this.registry?.loaded() ?? [])].some(({ metadata }) => metadata.path === this.path);
    }

    /** Gives the agent time to see what has happened on disk: watchers tell in their own. */
    private async letSee(): Promise<void> {
        await pause(10);
        for (let rounds = 0; rounds < 5; rounds++) {
            await this.settle();
            this.advance(100);
        }
        await this.settle();
    }

    /** Whoever has not saved loses it, as was asked for, also what is typed until the agent does it. */
    private async revert(typist: Typist | undefined): Promise<void> {
        if (typist?.canType === true && typist.settled) {
            this.served?.life.dieNever();
            typist.replica?.revert().catch(() => undefined);
            this.pump(10_000);
            for (const other of this.typists) {
                this.tokens.forget(other.text ?? '');
            }
            await this.letSee();
        }
    }

    private save(typist: Typist | undefined): void {
        const saved = typist?.replica?.save();
        if (saved !== undefined) {
            this.saves++;
            void saved.catch(() => undefined).finally(() => this.saves--);
        }
    }

    private advance(milliseconds: number): void {
        this.clock.advance(milliseconds);
        this.clientClock.advance(milliseconds);
    }

    /** Lets some of what is under way arrive. */
    private pump(messages: number): void {
        for (let count = messages; count > 0; count--) {
            const ready: Link[] = [];
            for (const link of this.links) {
                if (link.closed) {
                    this.links.delete(link);
                } else if (link.isConnecting || link.hasMessages) {
                    ready.push(link);
                }
            }
            if (ready.length === 0) {
                return;
            }
            const link = this.random.of(ready);
            if (link.isConnecting) {
                link.accept(this.served);
            } else {
                link.deliver(this.random);
            }
        }
    }

    /**
     * Resolves when the agent waits for nothing but time and messages, however long the disk takes: whoever goes on
     * earlier has something happen in the middle of a call, at another place in each run.
     */
    private async settle(): Promise<void> {
        for (let quiet = 0, turns = 0; quiet < 3; turns++) {
            await (turns < BUSY_TURNS ? turn() : pause(1));
            quiet = (this.served?.life.underWay ?? 0) === 0 ? quiet + 1 : 0;
            if (turns > BUSY_TURNS + LONGEST_CALL) {
                throw new Error('A call to the file system does not come back.');
            }
        }
    }

    private async until(task: () => Promise<unknown>): Promise<void> {
        let done = false;
        const isDone = () => done;
        void task().then(
            () => (done = true),
            () => (done = true)
        );
        for (let rounds = 0; !isDone() && rounds < 200; rounds++) {
            await this.settle();
            this.advance(100);
        }
    }

    private async finish(): Promise<void> {
        this.log.push('finish');
        this.outside.finish();
        if (this.served?.life.dead !== false) {
            await this.start();
        } else {
            this.served.life.dieNever();
        }
        // Somebody who may save what others have left unsaved.
        this.join('editor');
        for (const { link } of this.typists) {
            if (link !== undefined) {
                link.paused = false;
            }
        }
        let state = '';
        for (let rounds = 0; rounds < 600; rounds++) {
            this.pump(10_000);
            await this.settle();
            for (const typist of this.typists) {
                void typist.proceed();
            }
            if (rounds % 10 === 9) {
                const saver = [...this.typists].find(typist => typist.canType && typist.settled);
                this.save(saver);
                this.remakeForNobody();
            }
            this.advance(rounds < 100 ? 100 : 1000);
            this.trace();
            state = this.difference();
            if (state === '' && this.isQuiet) {
                this.check();
                return;
            }
            if (rounds % 10 === 0) {
                // Watchers tell in their own time.
                await pause(2);
            }
        }
        throw new Error(`They did not come to the same: ${state} ${[...new Set(this.violations)].join('; ')}`);
    }

    /** A file that is gone, and that nobody has open any more who could save it, is over. */
    private remakeForNobody(): void {
        const file = join(this.folder, this.path);
        if (!existsSync(file) && [...this.typists].every(({ replica }) => replica === undefined)) {
            writeFileSync(file, '');
        }
    }

    private get isQuiet(): boolean {
        return ![...this.links].some(link => !link.closed && (link.isConnecting || link.hasMessages));
    }

    /** What is not the same yet. */
    private difference(): string {
        const file = join(this.folder, this.path);
        if (!existsSync(file)) {
            return 'the file is not there';
        }
        const { text } = decodeFile(readFileSync(file));
        for (const typist of this.typists) {
            if (!typist.settled) {
                return `${typist.name} is not settled (${typist.state})`;
            }
            if (typist.text !== text) {
                const agents = [...(this.registry?.loaded() ?? [])].map(({ doc }) => doc.getText('content').toJSON());
                return (
                    `${typist.name} has ${around(typist.text ?? '', text)}, the file ${around(text, typist.text ?? '')}, ` +
                    `the agent ${agents.map(agent => (agent === text ? 'as the file' : agent === typist.text ? 'as they' : 'otherwise')).join()}, ${typist.state}`
                );
            }
        }
        return '';
    }

    private check(): void {
        const { text } = decodeFile(readFileSync(join(this.folder, this.path)));
        const faults = [
            ...this.tokens.faultsIn(text),
            ...this.violations.map(reason => `a connection was ended for a violation: ${reason}`)
        ];
        if (faults.length > 0) {
            throw new Error(faults.slice(0, 10).join('; '));
        }
    }
}

function pause(milliseconds: number): Promise<void> {
    return new Promise(resolve => {
        setTimeout(resolve, milliseconds);
    });
}

function turn(): Promise<void> {
    return new Promise(resolve => {
        setImmediate(resolve);
    });
}
