import type { Person } from '@longtable/common';
import { DocumentsConnection, type Replica, type UnacknowledgedText } from '@longtable/common/documents';
import { Link } from './network.js';
import type { Random } from './random.js';
import { insertion, offsetIn, stretchOf } from './scribble.js';
import type { Tokens } from './tokens.js';
import type { VirtualClock } from './virtual-clock.js';

export interface TypistOptions {
    readonly person: Person;
    readonly clock: VirtualClock;
    readonly random: Random;
    readonly tokens: Tokens;
    readonly path: () => string;
    readonly onLink: (link: Link) => void;
    readonly onViolation: (reason: string) => void;
}

/** A person with the file open in one tab. */
export class Typist {
    link: Link | undefined;
    replica: Replica | undefined;
    private connection: DocumentsConnection;
    private kept: readonly UnacknowledgedText[] = [];
    private opening = false;
    private bringing = false;

    constructor(private readonly options: TypistOptions) {
        this.connection = this.connect();
    }

    get text(): string | undefined {
        return this.replica?.text.toJSON();
    }

    get keptText(): string {
        return this.kept.map(({ mine }) => mine).join('');
    }

    /** Whether everything that was typed here is with the agent, and everything from there here. */
    get settled(): boolean {
        const { replica } = this;
        return replica !== undefined && replica.live && replica.acknowledged && this.kept.length === 0;
    }

    get name(): string {
        return this.options.person.name;
    }

    /** For people. */
    get state(): string {
        const { replica, kept, connection } = this;
        return JSON.stringify({
            connected: connection.connected,
            open: replica !== undefined,
            live: replica?.live,
            acknowledged: replica?.acknowledged,
            kept: kept.length,
            metadata: replica?.metadata
        });
    }

    get canType(): boolean {
        return this.replica !== undefined && !this.replica.readOnly;
    }

    /** Opens the file if it is not open, and brings back what was typed before a reload. */
    async proceed(): Promise<void> {
        const { path } = this.options;
        if (this.replica === undefined && !this.opening) {
            this.opening = true;
            const { connection } = this;
            try {
                const replica = await connection.open(path());
                if (connection === this.connection) {
                    this.replica = replica;
                    replica.onDidEnd(() => this.lose(replica));
                }
            } catch {
                // Not there now, or the tab was closed; opened again some time later.
            } finally {
                if (connection === this.connection) {
                    this.opening = false;
                }
            }
        }
        await this.bringBack();
    }

    edit(): void {
        const { random, tokens } = this.options;
        const { replica } = this;
        if (replica === undefined || replica.readOnly) {
            return;
        }
        const { text } = replica;
        replica.doc.transact(() => {
            for (let count = random.chance(0.1) ? 3 : 1; count > 0; count--) {
                const content = text.toJSON();
                if (random.chance(content.length > 400 ? 0.5 : 0.2)) {
                    const [start, end] = stretchOf(content, random);
                    tokens.forget(content.slice(start, end));
                    text.delete(start, end - start);
                }
                if (random.chance(0.8)) {
                    text.insert(offsetIn(text.toJSON(), random), insertion(random, tokens));
                }
            }
        }, this);
    }

    renamed(from: string, to: string): void {
        this.connection.renamed(from, to).catch(() => undefined);
    }

    setAutoSave(on: boolean): void {
        this.connection.setAutoSave(on);
    }

    /** Loads the page anew; what was not acknowledged is kept by it. */
    reload(gently: boolean): void {
        this.keep();
        this.close(gently);
        this.connection = this.connect();
    }

    /** Goes, without keeping anything. */
    leave(gently: boolean): void {
        for (const { inserted } of [...this.connection.unacknowledged(), ...this.kept]) {
            this.options.tokens.forget(inserted.map(({ text }) => text).join(''));
        }
        this.kept = [];
        this.close(gently);
    }

    private keep(): void {
        this.kept = [
            ...this.kept,
            ...(JSON.parse(JSON.stringify(this.connection.unacknowledged())) as UnacknowledgedText[])
        ];
    }

    private close(gently: boolean): void {
        if (!gently) {
            this.link?.cut();
        }
        this.connection.dispose();
        this.replica = undefined;
        this.opening = false;
    }

    private async bringBack(): Promise<void> {
        const [kept] = this.kept;
        if (kept === undefined || this.replica === undefined || this.bringing) {
            return;
        }
        const { connection } = this;
        this.bringing = true;
        try {
            await connection.bringBack({ ...kept, path: this.options.path() });
            // Once it is in a replica, that keeps it until it is acknowledged.
            this.kept = this.kept.filter(candidate => candidate !== kept);
        } catch {
            // Tried again some time later.
        } finally {
            this.bringing = false;
        }
    }

    /** Its document is over: it is told, and what it typed last is in its editor only. */
    private lose(replica: Replica): void {
        const text = replica.unacknowledged();
        this.options.tokens.forget(text?.inserted.map(insertion => insertion.text).join('') ?? '');
        this.replica = undefined;
        replica.dispose();
    }

    private connect(): DocumentsConnection {
        const { person, clock, random, onLink, onViolation } = this.options;
        const slowAbove = random.of([200, 2000, 1_000_000]);
        return new DocumentsConnection({
            connect: () => {
                const link = new Link(person, slowAbove, onViolation);
                this.link = link;
                onLink(link);
                return link;
            },
            backOff: attempt => Math.min(1000, 50 * 2 ** attempt),
            timing: clock
        });
    }
}
