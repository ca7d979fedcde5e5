import { diffTexts, mergeTexts } from '@longtable/common/documents';
import { LongtableError, messageOf } from '@longtable/common';
import type { Clock } from '../clock.js';
import type { DiskFile, Look } from './disk/disk-file.js';
import { identityOf, stampNow, type FileIdentity } from './disk/file-stamp.js';
import { hashOf } from './disk/hash-of.js';
import type { ReplacedFile } from './disk/replaced-file.js';
import { textAt, type DocumentText } from './document-text.js';
import type { HistoryPoint } from './history.js';
import type { DocumentJournal } from './document-journal.js';
import type { JournalRecord, KnownFile } from './journal/journal-record.js';
import { formatIn, readText, withLineFeeds, writeText, type TextFormat } from './text-file.js';

/** How long a file must have been left alone before what is in it counts, in milliseconds, and how often that is waited for. */
const MOST_WAITS = 20;
/** A file that was just emptied is most likely about to be written. */
const WAITS_FOR_EMPTY = 3;
/** How long after it was replaced one may still write into a file that one had open, in milliseconds. */
const LATE_MILLISECONDS = 250;
const MOST_ATTEMPTS = 50;

/** What the disk side of a document needs of the rest of it. */
export interface DiskSyncHost {
    readonly text: DocumentText;
    readonly file: DiskFile;
    readonly clock: Clock;
    readonly settleMilliseconds: number;
    readonly journal: Pick<DocumentJournal, 'record' | 'attempt' | 'forget'>;
    /** The text was changed by what happened on disk. */
    changed(update: Uint8Array): void;
    /** The text has something that must reach the disk. */
    wantsFlush(): void;
    /** Has something done when nothing else of this document is under way. */
    inTurn(task: () => Promise<void>): void;
}

/** Keeps the text of a document and its file the same. Its calls must not overlap. */
export class DiskSync {
    private missing = false;
    private reason: string | undefined;
    private replaced:
        { readonly file: ReplacedFile; readonly before: HistoryPoint; readonly text: string | undefined } | undefined;

    constructor(
        private readonly host: DiskSyncHost,
        private known: KnownFile,
        /** How the file is to be written the next time. */
        private next: TextFormat = known.format
    ) {}

    get format(): TextFormat {
        return this.next;
    }

    get knownFile(): KnownFile {
        const { identity } = this.host.file;
        return { ...this.known, identity: identity && identityOf(identity) };
    }

    get onDisk(): boolean {
        return !this.missing;
    }

    /** Why the file cannot be taken for the document's text, if it cannot. */
    get unreadable(): string | undefined {
        return this.reason;
    }

    /** Whether the file is there, and is text. */
    get isThere(): boolean {
        return !this.missing && this.reason === undefined;
    }

    get dirty(): boolean {
        const { base, position } = this.host.text.history;
        return position > base || !sameFormat(this.next, this.known.format) || this.known.plain === '';
    }

    /** Looks at the file, and merges what somebody else has made of it. */
    async look(): Promise<void> {
        const look = await this.settledLook();
        this.missing = look.kind === 'missing';
        if (look.kind === 'unreadable') {
            this.reason = `${look.reason} It is left as it is until somebody saves.`;
            return;
        }
        if (look.kind === 'changed') {
            await this.take(look);
            return;
        }
        this.reason = undefined;
    }

    /**
     * Writes the text, if the file does not hold it. What changed on disk since the last look is merged first. Only
     * an `explicit` flush makes a file again that is gone, or replaces one that is no text any more.
     */
    async flush(explicit: boolean, quiet: boolean): Promise<void> {
        for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            await this.look();
            const usual = this.isThere;
            if (usual ? !this.dirty : !explicit) {
                return;
            }
            const capture = this.capture(quiet);
            const bytes = await writeText(capture.text, capture.format);
            const file = fileOf(bytes, capture.position, capture.format);
            if (usual && file.plain === this.known.plain && sameFormat(capture.format, this.known.format)) {
                this.settle({ ...this.known, position: capture.position, text: undefined }, capture.snapshot);
                return;
            }
            if (await this.replace(bytes, file, capture.snapshot)) {
                return;
            }
        }
        throw new LongtableError(
            'conflict',
            'Something else keeps writing the file, so it could not be written. Your text is kept.'
        );
    }

    /** Makes the text that of the file, but for what was typed since that was asked for. */
    async revert(late: ReadonlySet<Uint8Array>): Promise<void> {
        await this.look();
        this.mustBeThere();
        const { text } = this.host;
        const target = this.known.text ?? text.textAtBase();
        this.next = this.known.format;
        // A flush that was under way when it was asked for may have taken some of it along, which then is in the target.
        const kept = text.history.sinceBase.filter(update => late.has(update));
        if (kept.length > 0) {
            this.tell(text.becomeWithout(new Set(kept), target), 'update');
            return;
        }
        this.tell(text.become(target), 'update');
        this.settle({ ...this.known, position: text.history.position, text: undefined });
    }

    /** Reads the file anew, in an encoding or in the one that it shows. */
    async reopen(encoding: string | undefined): Promise<void> {
        const look = await this.host.file.read(true);
        if (look.kind !== 'changed') {
            this.missing = look.kind === 'missing';
            this.mustBeThere();
            return;
        }
        const read = await readText(look.bytes, encoding, encoding !== undefined);
        const plain = hashOf(await writeText(read.text, read.format));
        this.tell(this.host.text.become(read.text), 'update');
        this.next = read.format;
        this.host.file.know(look.hash, look.stamp);
        this.settle({ position: this.host.text.history.position, hash: look.hash, plain, format: read.format });
    }

    /** Has the file written in another way from the next flush on. Throws a sentence when that would lose text. */
    async changeFormat(change: Partial<Pick<TextFormat, 'encoding' | 'lineEnd'>>): Promise<void> {
        const { encoding = this.next.encoding, lineEnd = this.next.lineEnd } = change;
        const next = encoding === this.next.encoding ? this.next : await formatIn(this.next, encoding);
        await writeText(this.host.text.toString(), next);
        this.next = { ...next, lineEnd };
        // Lines may end in different ways although the file's format says this one already.
        this.known = { ...this.known, plain: '' };
        void this.host.journal.record({ kind: 'format', format: this.next });
    }

    /** Takes in what was written last moment into the file that a flush has replaced. */
    async takeLate(): Promise<void> {
        const { replaced } = this;
        this.replaced = undefined;
        const bytes = replaced?.file.late();
        if (replaced !== undefined && bytes !== undefined) {
            const base = replaced.text ?? textAt(replaced.before);
            const read = await readText(bytes, this.known.format.encoding).catch(() => undefined);
            if (read !== undefined && diffTexts(base, read.text).length > 0) {
                const { text } = this.host;
                this.tell(text.change(mergeTexts(base, read.text, text.toString())), 'update');
                this.host.wantsFlush();
            }
        }
        replaced?.file.close();
    }

    /** What the file holds while somebody is writing it is not what they mean. */
    private async settledLook(): Promise<Look> {
        let look = await this.host.file.look();
        for (let waits = 0; waits < MOST_WAITS; waits++) {
            const was = this.missing ? 'missing' : 'same';
            if (look.kind === 'same' || (look.kind === 'missing' && was === 'missing')) {
                return look;
            }
            await this.pause(look.kind === 'changed' && look.bytes.length === 0 ? WAITS_FOR_EMPTY : 1);
            const again = await this.host.file.look();
            if (sameLook(look, again)) {
                return again;
            }
            look = again;
        }
        return look;
    }

    private pause(times: number): Promise<void> {
        return new Promise(resolve => this.host.clock.after(this.host.settleMilliseconds * times, resolve));
    }

    private async take({ bytes, hash, stamp }: Look & { kind: 'changed' }): Promise<void> {
        let read;
        try {
            read = await readText(bytes, this.known.format.encoding);
        } catch (error) {
            this.reason = `${messageOf(error)} It is left as it is until somebody saves.`;
            return;
        }
        const plain = read.mixed ? hashOf(await writeText(read.text, read.format)) : hash;
        const formatWaits = !sameFormat(this.next, this.known.format);
        const { text, file } = this.host;
        const { update, kind } = text.merge(read.text, this.known.text);
        this.reason = undefined;
        this.next = formatWaits ? this.next : read.format;
        file.know(hash, stamp);
        const known = { position: text.history.base, hash, plain, format: read.format };
        this.known = kind === 'beyond' ? { ...known, text: read.text } : known;
        // One record: with the change but without what it led to, the change would be made once more.
        const change = update && { kind: kind === 'known' ? ('disk' as const) : ('update' as const), update };
        void this.host.journal.record({
            kind: 'together',
            records: [...(change ? [change] : []), ...this.knownRecords]
        });
        if (update !== undefined) {
            this.host.changed(update);
        }
        if (kind === 'beyond') {
            this.host.wantsFlush();
        }
    }

    /** The text as it is at this moment, with LF alone: whoever inserts another line end means that one. */
    private capture(quiet: boolean) {
        const { text } = this.host;
        let content = text.toString();
        if (content.includes('\r')) {
            content = withLineFeeds(content);
            this.tell(text.become(content), 'update');
        }
        return {
            text: content,
            position: text.history.position,
            format: this.next,
            snapshot: text.history.wantsSnapshot(quiet) ? text.encode() : undefined
        };
    }

    private async replace(bytes: Buffer, file: KnownFile, snapshot: Uint8Array | undefined): Promise<boolean> {
        const { host } = this;
        const expected = this.missing ? 'nothing' : this.reason === undefined ? 'known' : 'anything';
        let journaled = false as boolean;
        await this.takeLate();
        const replaced = await host.file.replace(
            bytes,
            file.hash,
            expected,
            async temporary => {
                const moved = { ...file, identity: identityAt(temporary) };
                journaled = await host.journal.attempt({ kind: 'flushing', file: moved, temporary });
            },
            () => this.retract()
        );
        if (replaced === undefined) {
            if (expected === 'anything') {
                this.mustBeThere();
            }
            return false;
        }
        const old = { file: replaced, before: host.text.history.pointAtBase(), text: this.known.text };
        this.replaced = old;
        host.clock.after(LATE_MILLISECONDS, () => {
            host.inTurn(async () => (this.replaced === old ? this.takeLate() : undefined));
        });
        if (!journaled) {
            // Read with this file, what the journal holds would come twice.
            host.journal.forget();
        }
        this.missing = false;
        this.reason = undefined;
        this.settle(file, snapshot);
        return true;
    }

    private settle(file: KnownFile, snapshot?: Uint8Array): void {
        const { history } = this.host.text;
        this.known = file;
        history.base = file.position;
        if (snapshot !== undefined) {
            history.fold(snapshot, file.position);
        }
        void this.host.journal.record({ kind: 'together', records: this.knownRecords });
    }

    /** Has the journal forget a flush that was announced. */
    private async retract(): Promise<void> {
        const { hash = this.known.hash } = this.host.file;
        if (hash !== this.known.hash) {
            // A disk that was full has taken a part of it: that is no change of anybody, and to be written over.
            this.known = { ...this.known, hash, plain: '' };
        }
        await this.host.journal.attempt({ kind: 'together', records: this.knownRecords });
    }

    private get knownRecords(): readonly JournalRecord[] {
        const known = { kind: 'known', file: this.knownFile } as const;
        return sameFormat(this.next, this.known.format) ? [known] : [known, { kind: 'format', format: this.next }];
    }

    private tell(update: Uint8Array | undefined, kind: 'disk' | 'update'): void {
        if (update !== undefined) {
            void this.host.journal.record({ kind, update });
            this.host.changed(update);
        }
    }

    private mustBeThere(): void {
        if (this.missing) {
            throw new LongtableError('not-found', 'The file is not on disk any more. Save to make it again.');
        }
        if (this.reason !== undefined) {
            throw new LongtableError('not-shareable', this.reason);
        }
    }
}

function identityAt(path: string): FileIdentity | undefined {
    const stamp = stampNow(path);
    return stamp && identityOf(stamp);
}

function fileOf(bytes: Buffer, position: number, format: TextFormat): KnownFile {
    const hash = hashOf(bytes);
    return { position, hash, plain: hash, format };
}

function sameFormat(one: TextFormat, other: TextFormat): boolean {
    return one.encoding === other.encoding && one.mark === other.mark && one.lineEnd === other.lineEnd;
}

function sameLook(one: Look, other: Look): boolean {
    return one.kind === other.kind && (one.kind !== 'changed' || (other.kind === 'changed' && one.hash === other.hash));
}
